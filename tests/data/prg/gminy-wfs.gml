<?xml version='1.0' encoding="UTF-8" ?>
<wfs:FeatureCollection
   xmlns:ms="http://mapserver.gis.umn.edu/mapserver"
   xmlns:gml="http://www.opengis.net/gml/3.2"
   xmlns:wfs="http://www.opengis.net/wfs/2.0"
   xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
   xsi:schemaLocation="http://mapserver.gis.umn.edu/mapserver https://mapy.geoportal.gov.pl/wss/service/PZGIK/PRG/WFS/AdministrativeBoundaries?SERVICE=WFS&amp;VERSION=2.0.0&amp;REQUEST=DescribeFeatureType&amp;TYPENAME=ms:A03_Granice_gmin&amp;OUTPUTFORMAT=application%2Fgml%2Bxml%3B%20version%3D3.2 http://www.opengis.net/wfs/2.0 http://schemas.opengis.net/wfs/2.0/wfs.xsd http://www.opengis.net/gml/3.2 http://schemas.opengis.net/gml/3.2.1/gml.xsd"
   timeStamp="2026-01-01T00:00:00" numberMatched="unknown" numberReturned="3">
  <wfs:boundedBy>
    <gml:Envelope srsName="urn:ogc:def:crs:EPSG::2180">
      <gml:lowerCorner>325430.990000 835903.530000</gml:lowerCorner>
      <gml:upperCorner>360109.290000 861828.160000</gml:upperCorner>
    </gml:Envelope>
  </wfs:boundedBy>
  <wfs:member>
    <ms:A03_Granice_gmin gml:id="A03_Granice_gmin.1">
      <gml:boundedBy>
        <gml:Envelope srsName="urn:ogc:def:crs:EPSG::2180">
          <gml:lowerCorner>325430.990000 835903.530000</gml:lowerCorner>
          <gml:upperCorner>352818.570000 857839.220000</gml:upperCorner>
        </gml:Envelope>
      </gml:boundedBy>
      <ms:msGeometry>
        <gml:Polygon gml:id="A03_Granice_gmin.1.1" srsName="urn:ogc:def:crs:EPSG::2180">
          <gml:exterior>
            <gml:LinearRing>
              <gml:posList srsDimension="2">326832.300000 842855.820000 327395.710000 845562.820000 327159.790000 847055.970000 325430.990000 847976.820000 327012.730000 850763.600000 326800.180000 852204.050000 325483.010000 853023.390000 327004.120000 853803.660000 328166.140000 855367.800000 328954.610000 857839.220000 328824.100000 856030.360000 329583.160000 854019.180000 331995.440000 854030.030000 334771.290000 853167.060000 334571.910000 850866.970000 335570.550000 849717.970000 337072.430000 849218.560000 339208.550000 849479.010000 341595.510000 850850.780000 342152.310000 851576.340000 344132.670000 850837.720000 343445.010000 849110.000000 346173.160000 849478.440000 347129.680000 848987.050000 346685.880000 847258.180000 347597.420000 846504.640000 350386.330000 845753.430000 352647.900000 845808.230000 352165.310000 843260.180000 352818.570000 839709.390000 351520.630000 836144.610000 350692.120000 835903.530000 350428.390000 836613.690000 348629.370000 837080.030000 346755.540000 836708.530000 345744.550000 838123.610000 344684.350000 837840.760000 341957.370000 838177.000000 340565.080000 839479.720000 339209.910000 838588.270000 337113.540000 838483.290000 335292.720000 839004.510000 333623.860000 842144.900000 332322.920000 841086.440000 330486.120000 840529.670000 329849.850000 843008.380000 326832.300000 842855.820000</gml:posList>
            </gml:LinearRing>
          </gml:exterior>
          <gml:interior>
            <gml:LinearRing>
              <gml:posList srsDimension="2">333475.200000 846397.540000 334383.220000 844114.790000 336686.910000 843386.940000 337613.820000 841449.350000 338842.560000 841428.700000 340363.340000 840541.300000 342250.050000 841533.350000 342650.920000 842646.010000 341182.830000 844833.880000 340207.950000 844603.210000 337093.490000 847968.590000 335219.440000 847385.630000 334888.140000 846187.120000 333475.200000 846397.540000</gml:posList>
            </gml:LinearRing>
          </gml:interior>
        </gml:Polygon>
      </ms:msGeometry>
      <ms:JPT_SJR_KO>GMI</ms:JPT_SJR_KO>
      <ms:JPT_KOD_JE>0604042</ms:JPT_KOD_JE>
      <ms:JPT_NAZWA_>Hrubieszów</ms:JPT_NAZWA_>
    </ms:A03_Granice_gmin>
  </wfs:member>
  <wfs:member>
    <ms:A03_Granice_gmin gml:id="A03_Granice_gmin.2">
      <gml:boundedBy>
        <gml:Envelope srsName="urn:ogc:def:crs:EPSG::2180">
          <gml:lowerCorner>341968.960000 842113.900000</gml:lowerCorner>
          <gml:upperCorner>360109.290000 861828.160000</gml:upperCorner>
        </gml:Envelope>
      </gml:boundedBy>
      <ms:msGeometry>
        <gml:MultiSurface gml:id="A03_Granice_gmin.2.1" srsName="urn:ogc:def:crs:EPSG::2180">
          <gml:surfaceMember>
        <gml:Polygon gml:id="A03_Granice_gmin.2.1.1">
          <gml:exterior>
            <gml:LinearRing>
              <gml:posList srsDimension="2">342152.310000 851576.340000 342412.390000 854650.190000 341968.960000 857145.150000 342289.370000 858894.830000 343839.350000 861029.570000 344873.410000 861730.950000 346254.030000 861828.160000 345983.660000 860543.350000 346761.250000 858713.320000 348044.580000 857627.290000 348377.110000 855864.330000 349501.430000 854146.050000 350827.910000 852978.660000 351961.620000 851117.030000 353869.810000 850150.310000 354433.270000 848898.140000 357469.470000 848501.290000 358801.810000 847688.050000 360109.290000 846208.320000 356884.720000 845700.420000 356470.390000 842113.900000 352165.310000 843260.180000 352647.900000 845808.230000 350386.330000 845753.430000 347597.420000 846504.640000 346685.880000 847258.180000 347129.680000 848987.050000 346173.160000 849478.440000 343445.010000 849110.000000 344132.670000 850837.720000 342152.310000 851576.340000</gml:posList>
            </gml:LinearRing>
          </gml:exterior>
        </gml:Polygon>
          </gml:surfaceMember>
        </gml:MultiSurface>
      </ms:msGeometry>
      <ms:JPT_SJR_KO>GMI</ms:JPT_SJR_KO>
      <ms:JPT_KOD_JE>0604032</ms:JPT_KOD_JE>
      <ms:JPT_NAZWA_>Horodło</ms:JPT_NAZWA_>
    </ms:A03_Granice_gmin>
  </wfs:member>
  <wfs:member>
    <ms:A03_Granice_gmin gml:id="A03_Granice_gmin.3">
      <gml:boundedBy>
        <gml:Envelope srsName="urn:ogc:def:crs:EPSG::2180">
          <gml:lowerCorner>333475.200000 840541.300000</gml:lowerCorner>
          <gml:upperCorner>342650.920000 847968.590000</gml:upperCorner>
        </gml:Envelope>
      </gml:boundedBy>
      <ms:msGeometry>
        <gml:Polygon gml:id="A03_Granice_gmin.3.1" srsName="urn:ogc:def:crs:EPSG::2180">
          <gml:exterior>
            <gml:LinearRing>
              <gml:posList srsDimension="2">333475.200000 846397.540000 334888.140000 846187.120000 335219.440000 847385.630000 337093.490000 847968.590000 340207.950000 844603.210000 341182.830000 844833.880000 342650.920000 842646.010000 342250.050000 841533.350000 340363.340000 840541.300000 338842.560000 841428.700000 337613.820000 841449.350000 336686.910000 843386.940000 334383.220000 844114.790000 333475.200000 846397.540000</gml:posList>
            </gml:LinearRing>
          </gml:exterior>
        </gml:Polygon>
      </ms:msGeometry>
      <ms:JPT_SJR_KO>GMI</ms:JPT_SJR_KO>
      <ms:JPT_KOD_JE>0604011</ms:JPT_KOD_JE>
      <ms:JPT_NAZWA_>Hrubieszów</ms:JPT_NAZWA_>
    </ms:A03_Granice_gmin>
  </wfs:member>
</wfs:FeatureCollection>

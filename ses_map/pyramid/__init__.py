"""A million points on a map, as tiles that stay small: groups of points, and single ones where there is room.

Tiles are those of web mercator (EPSG:3857, z/x/y, y from the north), meant to be drawn 512 pixels wide. Each is cut
into 16 x 16 cells, and a cell is one group, one spot (points so near each other that no zoom parts them) or one entity.
A tile that says all there is to say is *whole*: nothing is written below it. So the size of a view depends on its
pixels and not on the number of points.
"""

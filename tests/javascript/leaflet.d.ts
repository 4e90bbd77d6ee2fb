// What Leaflet 1.9 and MarkerCluster keep to themselves and the scripts use all the same: there is no other way.
import * as L from "leaflet";

declare module "leaflet" {
  interface Map {
    _animatingZoom?: boolean;
    _popup?: Popup & { _source?: any };
  }
  interface Layer {
    _icon?: HTMLElement;
  }
  interface Handler {
    moving?(): boolean; // of Map.dragging alone
  }
  interface DivIcon {
    createIcon(old?: HTMLElement): HTMLElement;
  }
  interface DivIconOptions {
    says?: string;
  }
  interface MarkerClusterGroup {
    _featureGroup: FeatureGroup;
    _zoomOrSpiderfy(event: { layer: Layer }): void;
  }
  namespace Control {
    interface Layers {
      _layers: { layer: Layer & { isOfCentres?: boolean }; name: string; key?: string }[];
      _update(): void;
    }
  }
}

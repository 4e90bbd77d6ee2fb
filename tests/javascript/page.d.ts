// What the scripts of a page share with each other, and what the server writes for them: for the type checker only.

/** Selectors find what a template wrote: an HTML element, unless the tag or the code says otherwise. */
interface ParentNode {
  querySelector<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K];
  querySelector<K extends keyof SVGElementTagNameMap>(selectors: K): SVGElementTagNameMap[K];
  querySelector<E extends Element = HTMLElement>(selectors: string): E;
  querySelectorAll<K extends keyof HTMLElementTagNameMap>(selectors: K): NodeListOf<HTMLElementTagNameMap[K]>;
  querySelectorAll<E extends Element = HTMLElement>(selectors: string): NodeListOf<E>;
}

/** What a page listens to comes from its elements. */
interface EventTarget {
  closest?<E extends Element = HTMLElement>(selectors: string): E;
}

interface Window {
  sesMap: SesMap;
  sesMapCopy?: SesMapCopy;
  sesCopyQuery: SesCopyQuery;
  sesCopyNames: SesCopyNames;
  sesCopyReading: SesCopyReading;
  sesTiles: SesTiles;
  sesSigns: SesSigns;
  sesCards: SesCards;
  sesRoving: SesRoving;
  sesKeyboard: SesKeyboard;
}
declare var sesMapCopy: SesMapCopy;

/** A step of an arrow key: one of the four directions. */
type Step = [dx: number, dy: number];

// The composed map (ses_map/maps/static), and what ses_map/maps/view.py writes for it.

/** How a centre serves a unit: its number, STANDINGS' index, the source's date, the last day, whether it is derived. */
type Claimed = [number: number, standing: number, dated: string, until: string, derived: number];
type Unit = [name: string, standing: number, fill: number, centres: Claimed[], gap: number];
type Pattern = { id: string; size: number; base: string; lines: [d: string, stroke: string, width: number][] };
type Texts = Record<"here" | "close" | "ended" | "dated" | "undated" | "until" | "derived" | "several" | "gap" | "more" | "zoomIn" | "zoomOut" | "layers", string> &
  { standing: string[]; each: string[]; names: Record<string, string> };
type View = {
  units: Record<string, Unit>;
  centres: Record<number, [id: string, name: string, colour: number]>;
  fills: string[];
  patterns: Pattern[];
  texts: Texts;
  said?: Texts;
  links: { powiat: string; centre: string } | null;
  bounds: L.LatLngBoundsLiteral;
};

/** TopoJSON as it comes, and with its arcs in degrees. */
type Point = [lat: number, lon: number];
type Shape = { id: string } & ({ type: "Polygon"; arcs: number[][] } | { type: "MultiPolygon"; arcs: number[][][] });
type Objects = Record<string, { geometries: Shape[] }>;
type Source = { transform: { scale: [number, number] }; arcs: Step[][]; objects: Objects };
type Topology = { arcs: Point[][]; objects: Objects; units?: Map<number, Set<Key>> };
type Key = string | number;

type Box = { left: number; right: number; top: number; bottom: number };
type Place = [lat: number, lon: number, text: string];
/** Text that keeps clear of other text: what is more important is arranged first. */
type Arranged = L.LayerGroup & { order: number; at: string; boxes: Box[]; isOfCentres: boolean; pen: (name: string) => number; arrange(map: L.Map, taken: Box[]): void };
type Area = L.Polygon;
type Areas = L.FeatureGroup & { units: Record<string, Area>; stop?: Area; ring?: L.FeatureGroup };

interface SesMap {
  geometry: Record<string, Source>;
  places: Record<string, Place[][]>;
  map?: L.Map;
  control?: L.Control.Layers;
  decode?(slug: string): Topology;
  ringsOf?(topology: Topology, shape: Shape): Point[][][];
  sides?(topology: Topology, object: string, keyOf: (shape: Shape, n: number) => Key): Map<number, Set<Key>>;
  outer?(topology: Topology, arc: number): boolean;
  areas?(slug: string, view: View): Areas;
  follow?(group: Areas): void;
  borders?(slug: string, level: string, view: View): L.Polyline;
  outline?(layers: Area[], className: string, weight: number): L.FeatureGroup;
  texts?(view: View): Texts;
  card?(view: View, code: string, full: boolean): HTMLElement;
  label?(view: View, code: string): string;
  reachable?(group: Areas, layer: Area, text: string): void;
  labels?(places: Place[], className: string): Arranged;
  towns?(slug: string): Arranged;
  room?(map: L.Map): L.PopupOptions;
  finish?(map: L.Map, group: Areas, view: View, control: L.Control.Layers): void;
}

// Signs of entities (ses_map/web/static/entity-*.js), and the tiles that they come from.

type Listed = [kind: number, id: string, name: string, own: number];
type Tile = {
  at: [level: number, column: number, row: number];
  whole: boolean;
  groups: [px: number, py: number, n: number, kinds: number[]][];
  spots: [lon: number, lat: number, n: number, kinds: number[], town: string, powiat: string, listed: Listed[]][];
  entities: [lon: number, lat: number, kind: number, id: string, name: string, own: number][];
};
type Entity = { kind: number; id: string; name: string; own: number };
type Spot = { town: string; powiat: string; listed: Listed[]; whole: boolean };
/** What a tile says: a group of a cell, a spot with a list, or one entity. */
type Feature = { x: number; y: number; lon: number; lat: number; n: number; cell: string; level: number; kinds?: number[]; spot?: Spot; entity?: Entity };
type ReadTile = { at: Tile["at"]; whole: boolean; features: Feature[] };
/** Features that are drawn as one. */
type Sign = { px: number; py: number; lon: number; lat: number; n: number; features: Feature[]; key?: string };
type SignMarker = L.Marker & { sign: Sign };
type World = [west: number, north: number, east: number, south: number];

interface Tiles {
  want(view: World, zoom: number): number;
  retry(): void;
  settled(): boolean;
  broken(): boolean;
  features(): Feature[];
  listed(spot: Feature): Promise<void>;
}
interface SesTiles {
  Tiles(told: { base: string; query: string; deepest: number; changed: () => void }): Tiles;
  together(features: Feature[], scale: number): Sign[];
  widthOf(n: number): number;
  worldX(lon: number): number;
  worldY(lat: number): number;
  lonOf(x: number): number;
  latOf(y: number): number;
  cellOf(level: number, x: number, y: number): string;
  CELLS: number;
}
interface Signs {
  named(n: number): string;
  isEntity(sign: Sign): boolean;
  kindName(kind: number): string;
  shapeOf(sign: Sign): "entity" | "spot" | "cluster";
  says(sign: Sign): string;
  icon(sign: Sign): L.DivIcon;
  refit(icon: HTMLElement, sign: Sign): void;
}
interface SesSigns {
  Signs(told: { map: L.Map; kinds: string[]; legend: HTMLElement[] }): Signs;
}
interface SesCards {
  Cards(told: { signs: Signs; tiles: Tiles; pane: HTMLElement }): { bind(marker: SignMarker): void; enter(marker: SignMarker): void };
}
interface SesRoving {
  STEPS: Record<string, Step>;
  neighbour(node: HTMLElement, step: Step, signs: HTMLElement[], map: L.Map): HTMLElement | null;
  Stop(signs: () => HTMLElement[]): { rove(node: HTMLElement): void; settle(): void };
}
interface SesKeyboard {
  Keyboard(told: {
    map: L.Map;
    pane: HTMLElement;
    markers: Map<string, SignMarker>;
    markerOf: WeakMap<HTMLElement, SignMarker>;
    press: (marker: SignMarker) => void;
  }): { settle(): void; comeTo(place: L.LatLng): void };
}

/** An entity of a frame, as the API's GeoJSON has it. */
type Framed = { id: string; name: string; kind: string; is_own: boolean };
type EntityMarker = L.Marker & { entity: Framed };
type Cluster = import("leaflet").MarkerCluster;

// The search: suggestions of the server, and of a static copy (ses_map/web/file_formats and export write its files).

type Suggestion = { name: string; label: string; where: string; url: string };
type Named = [name: string, ...rest: (string | number)[]];
type Row = [name: string, kind: number, unit: string, last?: string, keys?: string[]];
type CopyUnits = {
  voivodeships: Record<string, [name: string, slug: string, people: number]>;
  powiaty: Record<string, [name: string, isCity: number, people: number, seat: string]>;
  gminy: Record<string, [name: string, kind: number, people: number]>;
  letters: Record<string, string>;
};
/** What a query is read by: written by ses_map.web.static_site.search_index.tables. */
type CopyTables = CopyUnits & { endings: Record<string, string[]>; marks: Record<string, number> } &
  Record<"idle" | "prepositions" | "and" | "country" | "regions", string[]>;
type CopyPart = { text: string; isStreet: boolean; isNumbered: boolean };
type CopyPiece = [name: string, kind: number | null];
type CopyQuery = { name: string; kind: number | null; within: CopyPiece[]; postcode: string; isInflected: boolean; aside: string; hasStreet: boolean; isNoPlace: boolean };
type CopyHit = { row: Row; grade: number; wrong: number };
type CopyFiles = { input: HTMLInputElement; tables: CopyTables };
type CopyReading = { hits: CopyHit[]; isSettled: boolean; isElsewhere: boolean };
type CopyFound = { rows: Row[]; isSettled: boolean; isGuess: boolean; isKnown: boolean; query: CopyQuery; topic?: Topic; isTopic?: boolean };
interface SesCopyQuery {
  CITY: number;
  fold(text: string): string;
  inLatin(text: string, letters: Record<string, string>): string;
  parse(text: string, tables: CopyTables): CopyQuery;
  formsOf(name: string, tables: CopyTables): Set<string>[];
  isForm(forms: Set<string>[], key: string): boolean;
}
interface SesCopyNames {
  PART: number;
  read(input: HTMLInputElement, name: string): Promise<any>;
  keysOf(row: Row): string[];
  people(row: Row, units: CopyUnits): number;
  rowsAt(input: HTMLInputElement, text: string, isWhole?: boolean): Promise<Row[]>;
  exact(input: HTMLInputElement, key: string): Promise<Row[]>;
  inflected(input: HTMLInputElement, forms: Set<string>[]): Promise<Row[]>;
  shortened(input: HTMLInputElement, words: string[]): Promise<Row[]>;
  ending(rows: Row[], text: string): Row[];
  first(rows: Row[], units: CopyUnits, limit: number): Row[];
  near(input: HTMLInputElement, text: string, limit: number): Promise<[number, string][]>;
}
interface SesCopyReading {
  CONTINUED: number;
  readQuery(files: CopyFiles, query: CopyQuery, whole: string): Promise<CopyReading>;
  like(files: CopyFiles, query: CopyQuery): Promise<CopyHit[]>;
}
type Topic = { name: string; page: string; words: string[] };
type CopyWords = Record<"part" | "gmina" | "powiat" | "voivodeship", string> &
  { kinds: string[]; gminy: string[]; topics: Topic[]; fillers: string[] };
interface SesMapCopy {
  fold(text: string): string;
  find(input: HTMLInputElement, text: string, words: CopyWords): Promise<CopyFound>;
  suggest(input: HTMLInputElement, text: string): Promise<Suggestion[]>;
}

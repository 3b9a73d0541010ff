// The styles that the server has (/styles), and over them what the page draws itself.

export const MAP_STYLES = ["kaart", "bestemmingen"];

/// The sources of the page's own features.
export const OWN_SOURCES = ["buurtplannen", "plan", "conflict", "gekozen"];

/// A style of the server, completed with the page's own layers.
///
/// `drawn` has the features of each own source, `chosen` the identifiers of chosen percelen and panden.
export async function mapStyle(name, { drawn = {}, chosen = {}, areBuildingsHigh = false } = {}) {
  const response = await fetch(`/styles/${name}`);
  if (!response.ok) throw new Error("De kaartstijl is niet te laden.");
  const style = await response.json();
  for (const source of OWN_SOURCES) {
    style.sources[source] = { type: "geojson", data: { type: "FeatureCollection", features: drawn[source] ?? [] } };
  }
  // Labels stay readable above what is chosen or drawn.
  const firstLabel = style.layers.findIndex((layer) => layer.type === "symbol");
  style.layers.splice(firstLabel < 0 ? style.layers.length : firstLabel, 0, ...ownAreas(chosen, areBuildingsHigh));
  style.layers.push(chosenPlace);
  return style;
}

export const isChosen = (identifiers = []) => ["in", ["get", "id"], ["literal", identifiers]];

function ownAreas(chosen, areBuildingsHigh) {
  const line = (color, width) => ({ "line-color": color, "line-width": width });
  const basis = (id, layer, type, paint, more = {}) => ({
    id, source: "basis", "source-layer": layer, type, paint, ...more,
  });
  return [
    basis("pand-hoog", "pand", "fill-extrusion", {
      "fill-extrusion-color": "#d8c3a5", "fill-extrusion-height": ["to-number", ["get", "hoogte"], 3],
      "fill-extrusion-opacity": 0.92,
    }, { layout: { visibility: areBuildingsHigh ? "visible" : "none" } }),
    basis("perceel-gekozen", "perceel", "line", line("#0b57d0", 3), { filter: isChosen(chosen.perceel) }),
    basis("pand-gekozen", "pand", "line", line("#154273", 3), { filter: isChosen(chosen.pand) }),
    { id: "buurtplannen", source: "buurtplannen", type: "line", paint: line("#5b2a86", 3) },
    { id: "plan-vlak", source: "plan", type: "fill", paint: { "fill-color": "#154273", "fill-opacity": 0.25 } },
    { id: "plan-lijn", source: "plan", type: "line", paint: line("#154273", 3) },
    {
      id: "conflict-vlak", source: "conflict", type: "fill",
      paint: { "fill-color": "#d0021b", "fill-opacity": 0.3 },
    },
    { id: "conflict-lijn", source: "conflict", type: "line", paint: line("#d0021b", 3) },
  ];
}

const chosenPlace = {
  id: "gekozen", source: "gekozen", type: "circle",
  paint: {
    "circle-radius": 6, "circle-color": "#d0021b", "circle-stroke-color": "#ffffff", "circle-stroke-width": 2,
  },
};

// How the map looks: the layers of /tiles/basis from bottom to top, then what the page draws itself. No text, hence no
// glyphs.

// SVBP2012 fill colours of the bestemmingshoofdgroepen.
const DESTINATION_COLOURS = {
  "wonen": [255, 255, 0], "woongebied": [255, 255, 180], "tuin": [200, 215, 110], "verkeer": [205, 205, 205],
  "groen": [40, 200, 70], "water": [175, 205, 225], "centrum": [255, 200, 190], "gemengd": [255, 188, 135],
  "maatschappelijk": [220, 155, 120], "bedrijf": [180, 95, 210], "bedrijventerrein": [200, 160, 215],
  "detailhandel": [255, 160, 150], "horeca": [255, 105, 35], "kantoor": [235, 195, 215], "recreatie": [185, 215, 70],
  "sport": [130, 200, 70], "agrarisch": [235, 240, 210], "agrarisch met waarden": [210, 225, 165],
  "natuur": [130, 165, 145], "bos": [104, 170, 40],
};

export function mapStyle() {
  const colours = Object.entries(DESTINATION_COLOURS).flatMap(([group, rgb]) => [group, `rgb(${rgb.join(",")})`]);
  const tiles = (id, type, paint, more = {}) =>
    ({ id: more.id ?? id, source: "basis", "source-layer": id, type, paint, ...more.layer });
  const line = (color, width, dash) =>
    ({ "line-color": color, "line-width": width, ...(dash && { "line-dasharray": dash }) });
  const growing = (from, to) => ["interpolate", ["linear"], ["zoom"], 14, from, 18, to];
  const none = ["in", ["get", "id"], ["literal", []]];
  const empty = { type: "geojson", data: { type: "FeatureCollection", features: [] } };
  return {
    version: 8,
    sources: {
      basis: { type: "vector", url: "/tiles/basis" }, plannen: empty, plan: empty, conflict: empty, gekozen: empty,
    },
    layers: [
      { id: "achtergrond", type: "background", paint: { "background-color": "#f4f1ea" } },
      tiles("enkelbestemming", "fill", {
        "fill-color": ["match", ["downcase", ["to-string", ["get", "bestemmingshoofdgroep"]]], ...colours, "#e4e0d8"],
        "fill-opacity": 0.75, "fill-antialias": true,
      }),
      tiles("enkelbestemming", "line", line("#6d675c", growing(0.3, 1)), { id: "enkelbestemming-lijn" }),
      tiles("gebiedsaanduiding", "line", line("#7a3db8", growing(1, 2), [4, 3])),
      tiles("dubbelbestemming", "line", line("#a34400", growing(1, 2), [2, 2])),
      tiles("perceel", "line", line("#5c5c5c", growing(0.3, 1.2))),
      tiles("pand", "fill", { "fill-color": "#b8735a", "fill-outline-color": "#5a3327" }),
      tiles("functieaanduiding", "line", line("#1f6f8b", growing(0.5, 1.2), [1, 2])),
      tiles("bouwaanduiding", "line", line("#2e7d4f", growing(0.5, 1.2), [1, 2])),
      tiles("maatvoering", "line", line("#888888", growing(0.3, 0.8), [1, 3])),
      tiles("bouwvlak", "line", line("#000000", growing(0.8, 2.2))),
      tiles("figuur", "line", line("#c2185b", growing(1, 2.5))),
      tiles("bestemmingsplangebied", "line", line("#000000", 2.5, [3, 2])),
      tiles("verblijfsobject", "circle", {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 16, 1.5, 19, 4], "circle-color": "#154273",
        "circle-stroke-color": "#ffffff", "circle-stroke-width": 1,
      }, { layer: { minzoom: 16 } }),
      tiles("pand", "fill-extrusion", {
        "fill-extrusion-color": "#c98a70", "fill-extrusion-height": ["to-number", ["get", "hoogte"], 3],
        "fill-extrusion-opacity": 0.9,
      }, { id: "pand-hoog", layer: { layout: { visibility: "none" } } }),
      tiles("perceel", "line", line("#0b57d0", 3), { id: "perceel-gekozen", layer: { filter: none } }),
      tiles("pand", "line", line("#154273", 3), { id: "pand-gekozen", layer: { filter: none } }),
      { id: "plannen", source: "plannen", type: "line", paint: line("#5b2a86", 3) },
      { id: "plan-vlak", source: "plan", type: "fill", paint: { "fill-color": "#154273", "fill-opacity": 0.25 } },
      { id: "plan", source: "plan", type: "line", paint: line("#154273", 3) },
      {
        id: "conflict-vlak", source: "conflict", type: "fill",
        paint: { "fill-color": "#d0021b", "fill-opacity": 0.3 },
      },
      { id: "conflict", source: "conflict", type: "line", paint: line("#d0021b", 3) },
      {
        id: "gekozen", source: "gekozen", type: "circle",
        paint: {
          "circle-radius": 6, "circle-color": "#d0021b", "circle-stroke-color": "#ffffff", "circle-stroke-width": 2,
        },
      },
    ],
  };
}

// The first page of Stip: a map, the answer at a point, a drawn plan and its findings.

import { answerParts, element, findingParts, number } from "./answer-text.js";
import { MAP_STYLES, isChosen, mapStyle } from "./map-style.js";
import { startPlaceSearch } from "./place-search.js";

const RD = "http://www.opengis.net/def/crs/EPSG/0/28992";

const byId = (id) => document.getElementById(id);
/// A number as people type it, with a comma or a point.
const parsed = (text) => Number(text.trim().replace(",", ".") || NaN);
// `footprint` is the drawn one; it counts until another place or other sizes are chosen.
// `drawn` and `chosen` are what the map shows of the page's own, kept for when its style changes.
const state = {
  map: null, point: null, footprint: null, plan: null, drawing: null, requests: 0,
  style: MAP_STYLES[0], drawn: {}, chosen: {}, areBuildingsHigh: false,
};

// MARK: Talking to the server

async function ask(url, body) {
  const options = { headers: { "Accept": "application/json", "Accept-Language": "nl" } };
  if (body) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Error("De server is niet bereikbaar. Probeer het zo nog eens.");
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  const main = answer?.detail ?? answer?.title ?? `De server antwoordt met ${response.status}.`;
  const details = (answer?.errors ?? []).map((error) => error.detail).filter((text) => text && !main.includes(text));
  throw new Error([main, ...details].join(" "));
}

/// Runs a task for the user; what goes wrong is shown as the server's own words.
async function attempt(task) {
  const message = byId("melding");
  message.hidden = true;
  try {
    return await task();
  } catch (error) {
    message.textContent = error.message;
    message.hidden = false;
    message.scrollIntoView({ block: "nearest" });
    return null;
  }
}

function requiredNumber(id) {
  const value = parsed(byId(id).value);
  if (Number.isFinite(value)) return value;
  byId(id).focus();
  throw new Error(`Vul een getal in bij ‘${byId(id).labels[0].textContent}’.`);
}

// MARK: The answer at a point

/// `zoom`: how near the map has to show the place at least; undefined: the map stays where it is.
async function lookUp(query, zoom) {
  const request = ++state.requests;
  const answer = await ask(`/v1/stip?${new URLSearchParams(query)}`);
  if (request !== state.requests) return;
  state.point = answer.locatie;
  state.footprint = null;
  byId("antwoord").replaceChildren(...answerParts(answer));
  if (!state.map) return;
  const { lon, lat } = answer.locatie.crs84;
  draw("gekozen", [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [lon, lat] } }]);
  for (const layer of ["perceel", "pand"]) {
    const identifiers = answer.treffers.filter((hit) => hit.laag === layer).map((hit) => hit.id);
    state.chosen[layer] = identifiers;
    state.map.setFilter(`${layer}-gekozen`, isChosen(identifiers));
  }
  if (zoom) state.map.jumpTo({ center: [lon, lat], zoom: Math.max(state.map.getZoom(), zoom) });
}

// MARK: A plan

/// A rectangle around the chosen point, its sides along east and north. Degrees by the series for the GRS80 ellipsoid,
/// exact to a millimetre over the size of a building.
function rectangleAround({ lon, lat }, width, depth) {
  const phi = (lat * Math.PI) / 180;
  const north = 111132.954 - 559.822 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi);
  const east = 111412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) + 0.118 * Math.cos(5 * phi);
  const dx = width / 2 / east;
  const dy = depth / 2 / north;
  return polygon([[lon - dx, lat - dy], [lon + dx, lat - dy], [lon + dx, lat + dy], [lon - dx, lat + dy]]);
}

/// Closes a ring and turns it counterclockwise (RFC 7946).
function polygon(corners) {
  const area = corners.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  const turned = area < 0 ? [...corners].reverse() : corners;
  const ring = turned.map((corner) => corner.map((value) => Number(value.toFixed(9))));
  return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
}

const feature = (geometry, properties = {}) => ({ type: "Feature", properties, geometry });

async function check(footprint) {
  state.plan = null;
  const plan = { footprint, hoogte: requiredNumber("hoogte") };
  if (byId("goothoogte").value.trim() !== "") plan.goothoogte = requiredNumber("goothoogte");
  draw("plan", [feature(footprint)]);
  draw("conflict", []);
  byId("bevindingen").replaceChildren();
  byId("opslaan").hidden = true;
  byId("opgeslagen").textContent = "";
  const result = await ask("/v1/plantoetsen", plan);
  state.plan = plan;
  byId("opslaan").hidden = false;
  draw("conflict", result.bevindingen.filter((finding) => finding.conflictgeometrie)
    .map((finding) => feature(finding.conflictgeometrie)));
  byId("bevindingen").replaceChildren(...findingParts(result));
}

async function save() {
  const plan = await ask("/v1/plannen", { naam: byId("naam").value, ...state.plan });
  // Asks for the tiles of plans anew: those that changed come with another ETag.
  const plans = state.map?.getSource("plannen");
  plans?.setUrl(plans.url);
  byId("opgeslagen").textContent = `Opgeslagen als ‘${plan.naam}’ (${plan.id}).`;
}

async function searchNearby() {
  if (!state.point) throw new Error("Zoek eerst een plek of kies die op de kaart.");
  const { x, y } = state.point.rd;
  const answer = await ask(`/v1/plannen?${new URLSearchParams({ x, y, crs: RD, straal: requiredNumber("straal") })}`);
  draw("buurtplannen", answer.plannen.map((plan) => feature(plan.footprint, { naam: plan.naam })));
  const items = answer.plannen.map((plan) => element("li", {},
    element("a", { href: plan.links.self }, plan.naam),
    `: op ${number(plan.afstand, 1)} m, ${number(plan.hoogte)} m hoog`));
  const radius = `${number(answer.straal)} m`;
  byId("buurt").replaceChildren(
    element("p", {}, items.length === 0 ? `Geen plannen binnen ${radius}.` : `Binnen ${radius}:`),
    element("ul", {}, ...items));
}

// MARK: The map

function draw(source, features) {
  state.drawn[source] = features;
  state.map?.getSource(source)?.setData({ type: "FeatureCollection", features });
}

/// Where the map starts: all data, or its centre when all data would be too small to see.
function startView(tileset) {
  const [west, south, east, north] = tileset.bounds ?? [3.2, 50.7, 7.3, 53.6];
  const spread = Math.max(east - west, (north - south) * 1.6);
  if (tileset.center && spread > 0.15) {
    const [lon, lat, zoom] = tileset.center;
    return { center: [lon, lat], zoom: Math.max(zoom ?? 0, 14) };
  }
  return { bounds: [[west, south], [east, north]], fitBoundsOptions: { padding: 20 } };
}

function startMap(tileset, style) {
  const map = new maplibregl.Map({
    container: "kaart", style, hash: true, maxZoom: 20, maxPitch: 60, ...startView(tileset),
    locale: {
      "Map.Title": "Kaart", "NavigationControl.ZoomIn": "Inzoomen", "NavigationControl.ZoomOut": "Uitzoomen",
      "NavigationControl.ResetBearing": "Noord boven",
      "AttributionControl.ToggleAttribution": "Bronnen tonen of verbergen",
    },
  });
  map.addControl(new maplibregl.NavigationControl(), "top-right");
  map.addControl(new maplibregl.ScaleControl(), "bottom-right");
  map.on("click", (event) => {
    if (!state.drawing) attempt(() => lookUp({ lon: event.lngLat.lng.toFixed(9), lat: event.lngLat.lat.toFixed(9) }));
  });
  map.on("idle", () => { document.documentElement.dataset.kaart = "rust"; });
  map.on("movestart", () => { document.documentElement.dataset.kaart = "beweegt"; });
  map.on("error", (event) => console.warn(event.error?.message ?? "kaartfout"));
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-describedby", "kaarthulp");
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const { lng, lat } = map.getCenter();
    attempt(() => lookUp({ lon: lng.toFixed(9), lat: lat.toFixed(9) }));
  });
  state.map = map;
  startDrawing(map, canvas);
}

// MARK: Drawing a rectangle

function startDrawing(map, canvas) {
  const button = byId("teken");
  const handlers = [map.dragPan, map.dragRotate, map.boxZoom, map.touchZoomRotate, map.touchPitch, map.doubleClickZoom];
  const position = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const corners = ([x1, y1], [x2, y2]) =>
    [[x1, y1], [x2, y1], [x2, y2], [x1, y2]].map((corner) => map.unproject(corner).toArray());
  const size = ([a, b, c]) => {
    const metres = (from, to) => maplibregl.LngLat.convert(from).distanceTo(maplibregl.LngLat.convert(to));
    return [metres(a, b), metres(b, c)];
  };
  const setDrawing = (on) => {
    state.drawing = on ? { from: null } : null;
    button.setAttribute("aria-pressed", String(on));
    canvas.style.touchAction = on ? "none" : "";
    canvas.style.cursor = on ? "crosshair" : "";
    for (const handler of handlers) on ? handler.disable() : handler.enable();
    if (on && map.getPitch() > 0) map.jumpTo({ pitch: 0 });
    byId("tekenmaat").textContent = on ? "Sleep een rechthoek; Escape stopt." : "";
  };
  button.addEventListener("click", () => setDrawing(!state.drawing));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && state.drawing) setDrawing(false); });
  canvas.addEventListener("pointerdown", (event) => {
    if (!state.drawing || !event.isPrimary) return;
    canvas.setPointerCapture(event.pointerId);
    state.drawing.from = position(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!state.drawing?.from || !event.isPrimary) return;
    const shape = corners(state.drawing.from, position(event));
    draw("plan", [feature(polygon(shape))]);
    byId("tekenmaat").textContent = size(shape).map((metres) => `${number(metres, 1)} m`).join(" × ");
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!state.drawing?.from || !event.isPrimary) return;
    const shape = corners(state.drawing.from, position(event));
    // The click that ends the drag belongs to the drawing, not to the map.
    setTimeout(() => setDrawing(false), 0);
    const [width, depth] = size(shape);
    if (width < 0.1 || depth < 0.1) return;
    byId("breedte").value = number(width, 1);
    byId("diepte").value = number(depth, 1);
    state.footprint = polygon(shape);
    attempt(() => check(state.footprint));
  });
  canvas.addEventListener("pointercancel", () => { if (state.drawing) setDrawing(false); });
}

// MARK: Forms

function onSubmit(id, task) {
  byId(id).addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(task);
  });
}

byId("stelsel").addEventListener("change", (event) => {
  const isRD = event.target.value === "rd";
  byId("eerste").labels[0].textContent = isRD ? "RD x (oost)" : "Lengtegraad";
  byId("tweede").labels[0].textContent = isRD ? "RD y (noord)" : "Breedtegraad";
});
startPlaceSearch({
  ask, attempt,
  choose: ({ locatie: { rd, crs84 }, zoom, isPlace }) => {
    if (isPlace) return lookUp({ x: rd.x, y: rd.y, crs: RD }, zoom);
    state.map?.jumpTo({ center: [crs84.lon, crs84.lat], zoom });
    return undefined;
  },
});
onSubmit("coordinaatformulier", () => {
  const [first, second] = [requiredNumber("eerste"), requiredNumber("tweede")];
  return lookUp(byId("stelsel").value === "rd" ? { x: first, y: second, crs: RD } : { lon: first, lat: second }, 17);
});
onSubmit("planformulier", () => {
  if (state.footprint) return check(state.footprint);
  if (!state.point) throw new Error("Zoek eerst een plek of kies die op de kaart.");
  return check(rectangleAround(state.point.crs84, requiredNumber("breedte"), requiredNumber("diepte")));
});
for (const id of ["breedte", "diepte"]) byId(id).addEventListener("input", () => { state.footprint = null; });
onSubmit("opslaan", save);
onSubmit("buurtformulier", searchNearby);
byId("driedee").addEventListener("click", (event) => {
  const on = event.target.getAttribute("aria-pressed") !== "true";
  state.areBuildingsHigh = on;
  event.target.setAttribute("aria-pressed", String(on));
  state.map?.setLayoutProperty("pand-hoog", "visibility", on ? "visible" : "none");
  state.map?.jumpTo({ pitch: on ? 50 : 0 });
});

byId("stijl").addEventListener("click", (event) => attempt(async () => {
  const on = event.target.getAttribute("aria-pressed") !== "true";
  const name = MAP_STYLES[on ? 1 : 0];
  const style = await mapStyle(name, state);
  state.style = name;
  event.target.setAttribute("aria-pressed", String(on));
  document.documentElement.dataset.kaart = "beweegt";
  state.map?.setStyle(style);
}));

attempt(async () => {
  if (typeof maplibregl === "undefined") throw new Error("De kaart is niet geladen; zoeken werkt wel.");
  const [tileset, style] = await Promise.all([ask("/tiles/basis"), mapStyle(state.style)]);
  startMap(tileset, style);
});

// The server's answers as text. Everything that comes from data is written as text nodes, never as HTML.

const LAYER_TITLES = {
  perceel: "Perceel", pand: "Pand", verblijfsobject: "Adres", nummeraanduiding: "Nummeraanduiding",
  bestemmingsplangebied: "Ruimtelijk plan", enkelbestemming: "Bestemming", dubbelbestemming: "Dubbelbestemming",
  bouwvlak: "Bouwvlak", functieaanduiding: "Functieaanduiding", bouwaanduiding: "Bouwaanduiding",
  maatvoering: "Maatvoering", gebiedsaanduiding: "Gebiedsaanduiding", figuur: "Figuur",
  lettertekenaanduiding: "Lettertekenaanduiding",
};
const GROUPS = [
  ["Perceel", ["perceel"]],
  ["Pand", ["pand"]],
  ["Adressen", ["verblijfsobject", "nummeraanduiding"]],
  ["Bestemming", ["enkelbestemming", "dubbelbestemming", "bestemmingsplangebied"]],
  ["Aanduidingen en maten", [
    "bouwvlak", "maatvoering", "functieaanduiding", "bouwaanduiding", "gebiedsaanduiding", "lettertekenaanduiding",
    "figuur",
  ]],
];
const REASONS = {
  "geen-data": "er zijn geen gegevens geladen", "verouderd": "de gegevens zijn te oud",
  "storing": "een bestand is beschadigd of onleesbaar", "buiten-dekking": "de geladen gegevens dekken deze plek niet",
};
const OUTCOMES = {
  "voldoet": "Voldoet", "voldoet-niet": "Voldoet niet", "bijna": "Bijna: weinig marge",
  "niet-te-toetsen": "Niet te toetsen",
};
const APPLICABILITIES = {
  "geldt": "geldt", "geldt-deels": "geldt deels", "raakt-alleen-grens": "raakt alleen de grens",
  "geldt-niet": "geldt niet", "onbekend": "onbekend",
};

/// A number as the Dutch write it, without grouping so that it can be typed back.
export function number(value, digits = 2) {
  if (typeof value !== "number") return String(value);
  return value.toLocaleString("nl-NL", { maximumFractionDigits: digits, useGrouping: false });
}

const titled = (layer) => LAYER_TITLES[layer] ?? layer;

/// An element with properties and children; texts become text nodes.
export function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/// The answer of /v1/stip as readable parts.
export function answerParts(answer) {
  const { crs84, rd } = answer.locatie;
  const parts = [
    element("p", {}, `Lengte ${number(crs84.lon, 7)}, breedte ${number(crs84.lat, 7)}`, element("br"),
      `RD x ${number(rd.x, 3)}, y ${number(rd.y, 3)}`),
  ];
  const grouped = GROUPS.flatMap(([, layers]) => layers);
  const others = [...new Set(answer.treffers.map((hit) => hit.laag))].filter((layer) => !grouped.includes(layer));
  const groups = [...GROUPS, ["Verder", others]];
  for (const [title, layers] of groups) {
    const hits = layers.flatMap((layer) => answer.treffers.filter((hit) => hit.laag === layer));
    if (hits.length === 0) continue;
    parts.push(element("h3", {}, title), element("ul", {}, ...hits.map(hitItem)));
  }
  if (answer.treffers.length === 0) parts.push(element("p", {}, "Hier is niets gevonden in de geladen registers."));
  parts.push(...coverageParts(answer.dekking), ...footing(answer));
  return parts;
}

function hitItem(hit) {
  const parts = [element("strong", {}, hit.naam ?? hit.id), ` (${titled(hit.laag).toLowerCase()})`];
  const applicability = hit.toepasselijkheid;
  if (applicability !== "geldt") parts.push(`: ${APPLICABILITIES[applicability] ?? applicability}`);
  const facts = mainFacts(hit.laag, hit.eigenschappen ?? {});
  if (facts) parts.push(element("br"), facts);
  if (hit.laag === "maatvoering") parts.push(...measures(hit.eigenschappen?.maatvoering));
  if (hit.laag === "pand") {
    const address = `/v1/panden/${encodeURIComponent(hit.id)}/model?formaat=glb`;
    parts.push(element("br"), element("a", { href: address, download: `${hit.id}.glb` }, "Model (GLB)"));
  }
  const rows = [["id", hit.id], ...Object.entries(hit.eigenschappen ?? {}).filter(([, value]) => value !== null)];
  const list = element("dl", { className: "feiten" });
  for (const [name, value] of rows) {
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    list.append(element("dt", {}, name), element("dd", {}, text));
  }
  const summary = element("summary", { className: "klein" }, "Alle gegevens");
  return element("li", {}, ...parts, element("details", {}, summary, list));
}

/// What most people want to know of a feature, in one line.
function mainFacts(layer, { status, hoogte, gebruiksdoel, oppervlakte, artikelnummer, planstatus }) {
  const metres = hoogte !== undefined && `${number(hoogte)} m hoog`;
  const area = oppervlakte !== undefined && `${number(oppervlakte)} m²`;
  const article = artikelnummer && `artikel ${artikelnummer}`;
  const facts = {
    pand: [status, metres], verblijfsobject: [gebruiksdoel, area, status],
    enkelbestemming: [article], dubbelbestemming: [article], bestemmingsplangebied: [planstatus],
  };
  return (facts[layer] ?? []).filter(Boolean).join(", ");
}

/// The measures of a maatvoering; the source gives them as JSON text, its numbers as the plan writes them.
function measures(value) {
  let list = value;
  try {
    if (typeof list === "string") list = JSON.parse(list);
  } catch {
    return [`: ${value}`];
  }
  if (!Array.isArray(list)) return [];
  const texts = list.map((item) => `${item.waardeType ?? "maat"}: ${item.waarde ?? "?"}`);
  return [element("ul", {}, ...texts.map((text) => element("li", {}, text)))];
}

function coverageParts(coverage) {
  const isKnown = (layer) => layer.toepasselijkheid !== "onbekend";
  const unknown = coverage.filter((layer) => !isKnown(layer));
  const partial = coverage.filter((layer) => isKnown(layer) && layer.volledig === false);
  const absent = coverage.filter((layer) => layer.toepasselijkheid === "geldt-niet" && layer.volledig !== false)
    .map((layer) => titled(layer.laag).toLowerCase());
  const parts = [];
  if (unknown.length > 0) {
    parts.push(element("h3", {}, "Onbekend"), element("p", {}, "Over deze lagen kunnen wij hier niets zeggen:"));
    parts.push(element("ul", { className: "onbekend" }, ...unknown.map((layer) => element("li", {},
      `${titled(layer.laag)}: onbekend, want ${REASONS[layer.reden] ?? layer.reden ?? "de reden is niet bekend"}.`,
      layer.toelichting?.length ? ` ${layer.toelichting.join(" ")}` : null))));
  }
  for (const layer of partial) {
    parts.push(element("p", {}, `${titled(layer.laag)}: de geladen gegevens dekken niet het hele plan.`));
  }
  if (absent.length > 0) parts.push(element("p", { className: "klein" }, `Hier niet aanwezig: ${absent.join(", ")}.`));
  return parts;
}

function footing(answer) {
  const version = `Versie van de gegevens: ${answer.dataVersie}`;
  return [element("p", { className: "klein" }, answer.disclaimer, element("br"), version)];
}

/// What needs attention comes first.
const BY_URGENCY = ["voldoet-niet", "bijna", "niet-te-toetsen", "voldoet"];

/// The findings of /v1/plantoetsen as readable parts.
export function findingParts(result) {
  const touched = (result.raakt ?? []).map((part) => element("li", {}, `${titled(part.laag)} ${part.naam ?? part.id}: `,
    `${number(part.oppervlakte)} m² (${number(part.aandeel * 100, 1)} % van het plan)`));
  const urgency = (finding) => BY_URGENCY.indexOf(finding.uitkomst);
  const findings = [...result.bevindingen].sort((one, other) => urgency(one) - urgency(other));
  const summary = element("summary", {}, "Wat het plan raakt");
  return [
    element("h3", {}, OUTCOMES[result.samenvatting.uitkomst] ?? "Uitkomst"),
    element("p", {}, result.samenvatting.tekst),
    element("p", {}, `Oppervlakte van het plan: ${number(result.oppervlakte)} m².`),
    element("ul", { className: "bevindingen" }, ...findings.map(findingItem)),
    ...(touched.length > 0 ? [element("details", {}, summary, element("ul", {}, ...touched))] : []),
    ...coverageParts(result.dekking),
    ...footing(result),
  ];
}

function findingItem(finding) {
  const unit = finding.eenheid ? ` ${finding.eenheid}` : "";
  const facts = ["gemeten", "grens", "marge"].filter((name) => typeof finding[name] === "number")
    .map((name) => `${name} ${number(finding[name])}${unit}`);
  const source = finding.bron;
  const article = source?.artikel && `artikel ${source.artikel}`;
  const names = source && [titled(source.laag), source.naam ?? source.id, source.plan, article];
  return element("li", { className: `bevinding ${finding.uitkomst}` },
    element("span", { className: "uitkomst" }, OUTCOMES[finding.uitkomst] ?? finding.uitkomst), `: ${finding.regel}`,
    facts.length > 0 ? element("p", {}, facts.join(", ")) : null,
    element("p", {}, finding.waarom),
    names ? element("p", { className: "klein" }, `Bron: ${names.filter(Boolean).join(", ")}`) : null);
}

// The search box: suggestions while someone types, chosen with the keyboard or the mouse (WAI-ARIA 1.2, combobox with a listbox).

import { element } from "./answer-text.js";

/// How people call what is found, how near the map shows it, and whether it is one place of which the rules can be asked.
const KINDS = {
  adres: { name: "adres", zoom: 18, isPlace: true },
  pand: { name: "gebouw", zoom: 18, isPlace: true },
  perceel: { name: "perceel", zoom: 18, isPlace: true },
  coordinaat: { name: "plek", zoom: 17, isPlace: true },
  postcode: { name: "postcode", zoom: 17, isPlace: false },
  straat: { name: "straat", zoom: 16, isPlace: false },
  plan: { name: "plan", zoom: 15, isPlace: false },
  woonplaats: { name: "plaats", zoom: 13, isPlace: false },
  gemeente: { name: "gemeente", zoom: 11, isPlace: false },
};
const OTHER = { name: "", zoom: 16, isPlace: true };
const SHORTEST = 2;
const LIMIT = 8;
/// Milliseconds without a key before the server is asked.
const PAUSE = 120;

/// Starts the search box of the page.
///
/// `ask` gets an answer of the server. `attempt` runs a task and shows what goes wrong. `choose` gets what was chosen: its
/// `locatie`, and `zoom` and `isPlace` as above.
export function startPlaceSearch({ ask, attempt, choose }) {
  const [form, input, list, status] = ["zoekformulier", "vraag", "voorstellen", "zoekuitkomst"]
    .map((id) => document.getElementById(id));
  let found = [];
  let active = -1;
  let questions = 0;
  let pause = 0;

  const setActive = (number) => {
    active = number;
    [...list.children].forEach((option, position) => option.setAttribute("aria-selected", String(position === number)));
    const option = list.children[number];
    option ? input.setAttribute("aria-activedescendant", option.id) : input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const show = (results) => {
    found = results;
    list.replaceChildren(...results.map((result, number) => {
      const kind = KINDS[result.soort] ?? OTHER;
      const option = element("li", { role: "option", id: `voorstel-${number}` },
        result.weergave, " ", element("span", { className: "klein" }, kind.name));
      // Before the box loses the focus, which closes the list.
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(number);
      });
      return option;
    }));
    list.hidden = results.length === 0;
    input.setAttribute("aria-expanded", String(results.length > 0));
    setActive(-1);
  };
  const take = (number) => {
    const result = found[number];
    // What is still under way is not wanted any more.
    questions += 1;
    clearTimeout(pause);
    show([]);
    input.value = result.weergave;
    const kind = KINDS[result.soort] ?? OTHER;
    status.textContent = kind.isPlace ? "" : "Klik op de kaart voor de regels van een plek.";
    return attempt(() => choose({ ...result, ...kind }));
  };
  /// The suggestions for what is in the box; null when that changed meanwhile.
  const search = async () => {
    const question = ++questions;
    clearTimeout(pause);
    const text = input.value.trim();
    if (text.length < SHORTEST) {
      show([]);
      status.textContent = "";
      return null;
    }
    const answer = await ask(`/v1/zoek?${new URLSearchParams({ q: text, aantal: LIMIT })}`);
    if (question !== questions) return null;
    show(answer.resultaten);
    const count = answer.resultaten.length;
    const told = count === 0
      ? `Niets gevonden voor ‘${text}’. Zoek op straat en nummer, postcode, plaats, perceel, plan of coördinaten.`
      : `${count} ${count === 1 ? "voorstel" : "voorstellen"}.`;
    status.textContent = answer.volledig ? told : `${told} Niet alle gegevens konden worden doorzocht.`;
    return answer.resultaten;
  };

  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => attempt(search), PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show([]);
    }
    if (list.hidden || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    // Beyond either end lies the box itself.
    const step = event.key === "ArrowDown" ? 1 : -1;
    const places = found.length + 1;
    setActive(((active + 1 + step + places) % places) - 1);
  });
  input.addEventListener("blur", () => show([]));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (active >= 0) {
      take(active);
      return;
    }
    attempt(async () => {
      const results = await search();
      if (results?.length > 0) await take(0);
    });
  });
}

"""The map page in headless Chromium. STIP_SCREENSHOTS names a directory that keeps the pictures."""

import io
import os
import shutil
import time
from pathlib import Path

import pytest
from PIL import Image
from stip_program import REPOSITORY, Server, wait_until

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = os.environ.get("STIP_CHROMIUM", "/usr/bin/chromium")
FLAGS = "--no-sandbox --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader --ignore-gpu-blocklist".split()


@pytest.fixture(scope="module")
def page_server(town, tmp_path_factory):
    """A server of its own: the page keeps plans."""
    if not (REPOSITORY / "Sources/WebAPI/Public/vendor/maplibre-gl.js").exists():
        pytest.skip("the map library is not there: run Scripts/setup")
    folder = tmp_path_factory.mktemp("page")
    with Server(shutil.copytree(town, folder / "workspace"), folder / "server.log") as server:
        yield server


@pytest.fixture(scope="module")
def browser():
    if not Path(CHROMIUM).exists():
        pytest.skip(f"there is no browser at {CHROMIUM}: apt-get install chromium, or set STIP_CHROMIUM")
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def screenshots(tmp_path):
    folder = Path(os.environ.get("STIP_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def page(browser, page_server):
    page = browser.new_page(viewport={"width": 1280, "height": 800}, has_touch=True)
    page.complaints, page.foreign = [], []
    page.on("console", lambda message: message.type in ("error", "warning") and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: is_foreign(request.url, page_server) and page.foreign.append(request.url))
    page.goto(f"{page_server.address}/#17/{centre(page_server)}")
    rest(page)
    yield page
    page.close()


def is_foreign(url, server):
    return not url.startswith((server.address, "data:", "blob:"))


def centre(server):
    """A place where a pand stands, for the address of the page."""
    lon, lat, _ = server.get("/tiles/basis").json["center"]
    return f"{lat}/{lon}"


def rest(page, seconds=30):
    """Waits until the map has drawn everything. (`wait_for_function` would need unsafe-eval.)"""
    time.sleep(0.2)
    wait_until("the map is at rest", lambda: page.evaluate("document.documentElement.dataset.kaart") == "rust", seconds)


def text_of(page, selector, has):
    """The text of an element, once it says what is expected."""
    return wait_until(f"{selector} says {has!r}", lambda: has in (text := page.inner_text(selector)) and text)


def colours(png):
    """How often each colour occurs in a picture."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    return {colour: count for count, colour in picture.getcolors(picture.width * picture.height)}


def canvas_middle(page):
    box = page.locator("#kaart canvas").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def open_coordinates(page):
    if not page.is_visible("#coordinaatformulier"):
        page.click("text=Met coördinaten")


def choose_a_pand(page, server, town_layer, position=40):
    """Fills in the coordinates of a pand and waits for the answer."""
    place = town_layer("pand").geometries[position].representative_point()
    open_coordinates(page)
    page.select_option("#stelsel", "rd")
    page.fill("#eerste", f"{place.x:.3f}".replace(".", ","))
    page.fill("#tweede", f"{place.y:.3f}")
    page.click("text=Toon deze plek")
    return text_of(page, "#antwoord", "Model (GLB)")


def test_the_page_draws_the_town(page, screenshots):
    page.screenshot(path=screenshots / "1-kaart.png")
    counts = colours(page.locator("#kaart").screenshot())
    plain = max(counts.values()) / sum(counts.values())
    assert len(counts) > 8 and plain < 0.9, f"{len(counts)} colours, {plain:.0%} of one"
    assert page.complaints == [] and page.foreign == []


def test_without_an_address_the_page_starts_at_the_data(browser, page_server, screenshots):
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    page.goto(page_server.address)
    rest(page)
    page.screenshot(path=screenshots / "2-begin.png")
    west, south, east, north = page_server.get("/tiles/basis").json["bounds"]
    lat, lon = map(
        float, wait_until("the address names the place", lambda: page.evaluate("location.hash")).split("/")[1:3]
    )
    assert west < lon < east and south < lat < north
    assert len(colours(page.locator("#kaart").screenshot())) > 5
    page.close()


def test_a_click_shows_what_is_there(page, page_server, town_layer, screenshots):
    answer = choose_a_pand(page, page_server, town_layer)
    rest(page)
    page.mouse.click(*canvas_middle(page))
    answer = text_of(page, "#antwoord", "Perceel")
    for expected in ("Pand", "Bestemming", "RD x", "Versie van de gegevens", "Indicatief"):
        assert expected in answer
    page.screenshot(path=screenshots / "3-klik.png")
    assert page.complaints == [] and page.foreign == []


def test_a_model_can_be_fetched_from_the_answer(page, page_server, town_layer):
    choose_a_pand(page, page_server, town_layer)
    with page.expect_download() as download:
        page.click("text=Model (GLB)")
    assert Path(download.value.path()).read_bytes().startswith(b"glTF")


def test_the_middle_can_be_chosen_with_the_keyboard(page, screenshots):
    page.focus("#kaart canvas")
    page.keyboard.press("ArrowRight")
    rest(page)
    page.keyboard.press("Enter")
    text_of(page, "#antwoord", "RD x")
    page.screenshot(path=screenshots / "4-toetsenbord.png")


def an_address(server):
    """An address as the register has it."""
    items = server.get("/ogc/v1/collections/verblijfsobject/items?limit=1").json["features"]
    return items[0]["properties"]["naam"]


def test_an_address_is_found_while_it_is_typed(page, page_server, screenshots):
    address = an_address(page_server)
    page.click("#vraag")
    page.keyboard.type(address[:-3], delay=5)
    wait_until("there are suggestions", lambda: address in page.inner_text("#voorstellen"))
    assert page.get_attribute("#vraag", "aria-expanded") == "true"
    page.screenshot(path=screenshots / "10-zoeken.png")
    options = page.locator("#voorstellen [role=option]").all_inner_texts()
    for _ in range(1 + [text.startswith(address) for text in options].index(True)):
        page.keyboard.press("ArrowDown")
    chosen = page.get_attribute("#vraag", "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    page.keyboard.press("Enter")
    text_of(page, "#antwoord", "RD x")
    assert page.input_value("#vraag") == address and page.is_hidden("#voorstellen")
    assert page.get_attribute("#vraag", "aria-expanded") == "false"
    rest(page)
    assert float(page.url.split("#")[1].split("/")[0]) >= 18
    assert page.complaints == []


def test_the_first_suggestion_is_taken_when_none_was_chosen(page, page_server):
    page.fill("#vraag", "155000 463000")
    page.keyboard.press("Enter")
    text_of(page, "#antwoord", "RD x")
    assert page.input_value("#vraag").startswith("RD 155000")


def test_a_town_is_shown_without_its_rules(page, page_server):
    page.fill("#vraag", "voorbeeldstad")
    page.locator("#voorstellen [role=option]", has_text="plaats").first.click()
    text_of(page, "#zoekuitkomst", "Klik op de kaart")
    assert "Zoek een plek" in page.inner_text("#antwoord")


def test_nothing_found_says_what_can_be_searched(page):
    page.fill("#vraag", "qqqqzzzzxxxx")
    page.keyboard.press("Enter")
    assert "postcode" in text_of(page, "#zoekuitkomst", "Niets gevonden")
    page.fill("#vraag", "q")
    wait_until("the words are gone", lambda: page.inner_text("#zoekuitkomst") == "")


def test_a_problem_is_told_in_the_servers_words(page):
    open_coordinates(page)
    page.fill("#eerste", "155000")
    page.fill("#tweede", "463000")
    page.click("text=Toon deze plek")
    assert "RD" in text_of(page, "#melding", "28992")


def test_a_drawn_rectangle_shows_findings_and_can_be_kept(page, page_server, town_layer, screenshots):
    choose_a_pand(page, page_server, town_layer)
    rest(page)
    page.click("#teken")
    x, y = canvas_middle(page)
    page.mouse.move(x - 60, y - 40)
    page.mouse.down()
    page.mouse.move(x, y, steps=4)
    page.mouse.move(x + 50, y + 45, steps=4)
    assert " m × " in page.inner_text("#tekenmaat")
    page.mouse.up()
    findings = text_of(page, "#bevindingen", "Oppervlakte van het plan")
    assert page.locator("#bevindingen .bevinding").count() > 0
    assert "Versie van de gegevens" in findings
    assert page.get_attribute("#teken", "aria-pressed") == "false"
    page.locator("#bevindingen").scroll_into_view_if_needed()
    rest(page)
    page.screenshot(path=screenshots / "5-plan.png")

    page.fill("#naam", "Schuur <b>achter</b>")
    page.click("text=Plan opslaan")
    text_of(page, "#opgeslagen", "Opgeslagen als ‘Schuur <b>achter</b>’")
    page.fill("#straal", "200")
    page.click("text=Zoek plannen")
    nearby = text_of(page, "#buurt", "Schuur <b>achter</b>")
    assert " m hoog" in nearby
    rest(page)
    page.screenshot(path=screenshots / "6-buurt.png")
    assert page.complaints == [] and page.foreign == []


def test_a_rectangle_can_be_drawn_with_a_finger(page, page_server, town_layer):
    choose_a_pand(page, page_server, town_layer)
    rest(page)
    page.click("#teken")
    x, y = canvas_middle(page)
    wire = page.context.new_cdp_session(page)

    def touch(kind, *points):
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": px, "y": py} for px, py in points]})

    touch("touchStart", (x - 40, y - 40))
    for step in range(5):
        touch("touchMove", (x - 40 + 16 * step, y - 40 + 16 * step))
    touch("touchEnd")
    text_of(page, "#bevindingen", "Oppervlakte van het plan")


def test_a_rectangle_by_its_sizes_is_that_large(page, page_server, town_layer):
    choose_a_pand(page, page_server, town_layer)
    page.fill("#breedte", "12,5")
    page.fill("#diepte", "8")
    page.fill("#hoogte", "60")
    page.click("text=Toets dit plan")
    findings = text_of(page, "#bevindingen", "Oppervlakte van het plan")
    area = float(findings.split("Oppervlakte van het plan: ")[1].split(" m²")[0].replace(",", "."))
    assert abs(area - 100) < 0.05
    assert "Voldoet niet" in findings


def test_buildings_rise_and_lie_down_again(page, screenshots):
    flat = page.locator("#kaart").screenshot()
    page.click("#driedee")
    rest(page)
    page.screenshot(path=screenshots / "7-hoog.png")
    assert page.locator("#kaart").screenshot() != flat
    assert page.get_attribute("#driedee", "aria-pressed") == "true"
    page.click("#driedee")
    rest(page)
    assert page.complaints == []


def test_the_zoning_style_keeps_what_was_chosen(page, page_server, town_layer, screenshots):
    choose_a_pand(page, page_server, town_layer)
    rest(page)
    before = page.locator("#kaart").screenshot()
    page.click("#stijl")
    rest(page)
    page.screenshot(path=screenshots / "9-bestemmingen.png")
    counts = colours(page.locator("#kaart").screenshot())
    assert page.locator("#kaart").screenshot() != before
    # Wonen is yellow in SVBP2012; the chosen place is still there.
    assert sum(count for (r, g, b), count in counts.items() if r > 220 and g > 220 and b < 120) > 1000
    assert counts.get((208, 2, 27), 0) > 20
    page.click("#stijl")
    rest(page)
    assert page.complaints == [] and page.foreign == []


def test_a_narrow_screen_does_not_scroll_sideways(page, screenshots):
    page.set_viewport_size({"width": 320, "height": 700})
    rest(page)
    page.screenshot(path=screenshots / "8-smal.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_field_has_a_label_and_every_section_a_name(page):
    unlabelled = page.evaluate(
        "[...document.querySelectorAll('input, select')].filter((e) => e.labels.length === 0).map((e) => e.id)"
    )
    assert unlabelled == []
    assert page.evaluate("document.documentElement.lang") == "nl"
    names = page.evaluate(
        "[...document.querySelectorAll('section')].map((e) => e.ariaLabel ?? "
        "document.getElementById(e.getAttribute('aria-labelledby'))?.textContent)"
    )
    assert len(names) >= 4 and all(names)


def test_the_page_allows_no_foreign_or_inline_code(page_server):
    answer = page_server.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe-eval" not in policy
    assert "script-src" not in policy or "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert b"http://" not in answer.body and b"https://" not in answer.body

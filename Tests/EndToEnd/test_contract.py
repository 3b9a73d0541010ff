"""The OpenAPI document is what the server does."""

import json
import re
import shutil

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from stip_program import RD, REPOSITORY, Server, assert_problem, stip

DOCUMENT = json.loads((REPOSITORY / "Sources/WebAPI/Public/openapi.json").read_text())


def schema_errors(document, schema):
    """What of a document its closed schema does not allow."""
    validator = Draft202012Validator({"$ref": f"#/components/schemas/{schema}", "components": DOCUMENT["components"]})
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in validator.iter_errors(document)
    ]


def schema_of(path, method, status):
    response = DOCUMENT["paths"][path][method]["responses"][str(status)]
    if "$ref" in response:
        response = DOCUMENT["components"]["responses"][response["$ref"].split("/")[-1]]
    content = next(content for media, content in response["content"].items() if "json" in media)
    return content["schema"]["$ref"].split("/")[-1]


def test_the_document_is_valid_and_the_one_that_is_served(town_server):
    validate(DOCUMENT)
    answer = town_server.get("/v1/openapi.json")
    assert answer.status == 200 and answer.json == DOCUMENT
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert DOCUMENT["info"]["version"] == answer.headers["API-Version"]


def test_every_object_in_the_document_is_closed():
    open_ones = []

    def look(node, path):
        if isinstance(node, dict):
            # `eigenschappen` holds the columns of the source, whatever they are called.
            if node.get("type") == "object" and "additionalProperties" not in node:
                open_ones.append(path)
            for key, value in node.items():
                look(value, f"{path}/{key}")
        elif isinstance(node, list):
            for position, value in enumerate(node):
                look(value, f"{path}/{position}")

    look(DOCUMENT["components"]["schemas"], "")
    assert open_ones == []


def test_names_follow_the_api_design_rules():
    for path, methods in DOCUMENT["paths"].items():
        assert not path.endswith("/")
        for method, operation in methods.items():
            assert operation["summary"] and operation["operationId"], (method, path)
            assert all("content" not in r or r["description"] for r in operation["responses"].values())
    for parameter in DOCUMENT["components"]["parameters"].values():
        if parameter["in"] == "query":
            assert re.fullmatch(r"[a-z][a-zA-Z0-9]*", parameter["name"])


@pytest.fixture(scope="module")
def tree_server(session_directory, town):
    """Serves the town with decision trees."""
    workspace = shutil.copytree(town, session_directory / "town-with-trees")
    stip("synth", "--out", session_directory / "tree-files", "--buildings", 100, "--format", "sttr")
    stip("import", session_directory / "tree-files", "--workspace", workspace)
    with Server(workspace, session_directory / "tree-server.log") as server:
        yield server


@pytest.fixture(scope="module")
def requests(town_layer, tree_server):
    """For every operation with a JSON answer a request that succeeds."""
    place = town_layer("pand").geometries[12].representative_point()
    x, y = round(place.x), round(place.y)
    ring = [[x, y], [x + 10, y], [x + 10, y + 10], [x, y + 10], [x, y]]
    plan = {"footprint": {"type": "Polygon", "coordinates": [ring]}, "hoogte": 30, "goothoogte": 3}
    panden = town_layer("pand")
    pand = next(i for i, status in zip(panden.identifiers, panden.columns["status"]) if status == "Pand in gebruik")
    tree = "/v1/beslisbomen/Conclusienl.imow-gm0998.activiteit.Bijgebouw"
    return {
        ("/v1/stip", "get"): lambda s: s.get("/v1/stip", x=x, y=y, crs=RD),
        ("/v1/stip/_zoek", "post"): lambda s: s.post("/v1/stip/_zoek", {"geometrie": plan["footprint"], "niveau": 4}, crs=RD),
        ("/v1/percelen/{aanduiding}/stip", "get"): lambda s: s.get(f"/v1/percelen/{town_layer('perceel').identifiers[3]}/stip"),
        ("/v1/panden/{id}/stip", "get"): lambda s: s.get(f"/v1/panden/{town_layer('pand').identifiers[12]}/stip", niveau=2),
        ("/v1/adressen/{id}/stip", "get"): lambda s: s.get(
            f"/v1/adressen/{town_layer('verblijfsobject').identifiers[3]}/stip", niveau=4
        ),
        ("/v1/zoek", "get"): lambda s: s.get("/v1/zoek", q="Voorbeeldstad"),
        ("/v1/bevoegd-gezag", "get"): lambda s: s.get("/v1/bevoegd-gezag", x=x, y=y, crs=RD),
        ("/v1/regels/{id}", "get"): lambda s: s.get(
            s.get("/v1/stip", x=x, y=y, crs=RD, niveau=3).json["regels"][0]["links"][0]["href"]
        ),
        ("/v1/percelen/{aanduiding}", "get"): lambda s: s.get(f"/v1/percelen/{town_layer('perceel').identifiers[3]}"),
        ("/v1/adressen/{id}", "get"): lambda s: s.get(f"/v1/adressen/{town_layer('verblijfsobject').identifiers[3]}"),
        ("/v1/panden/{id}", "get"): lambda s: s.get(f"/v1/panden/{pand}"),
        ("/v1/panden/{id}/vergunningen", "get"): lambda s: s.get(f"/v1/panden/{pand}/vergunningen"),
        ("/v1/plantoetsen", "post"): lambda s: s.post("/v1/plantoetsen", plan, crs=RD),
        ("/v1/plannen", "post"): lambda s: s.post("/v1/plannen", {"naam": "Contract", **plan}, crs=RD),
        ("/v1/plannen", "get"): lambda s: s.get("/v1/plannen", x=x, y=y, crs=RD, straal=50),
        ("/v1/plannen/{id}", "get"): lambda s: s.get(
            s.post("/v1/plannen", {"naam": "Contract", **plan}, crs=RD).headers["Location"]
        ),
        ("/v1/beslisbomen", "get"): lambda s: tree_server.get("/v1/beslisbomen"),
        ("/v1/beslisbomen/{id}", "get"): lambda s: tree_server.get(tree),
        ("/v1/beslisbomen/{id}", "post"): lambda s: tree_server.post(tree, {"antwoorden": {}}, x=x, y=y, crs=RD),
        ("/tiles", "get"): lambda s: s.get("/tiles"),
        ("/tiles/{tileset}", "get"): lambda s: s.get("/tiles/perceel,pand"),
        ("/tiles/{tileset}/{tileMatrixSet}", "get"): lambda s: s.get("/tiles/plannen/NetherlandsRDNewQuad"),
        ("/tiles/{tileset}/{tileMatrixSet}/metadata.json", "get"): lambda s: s.get(
            "/tiles/basis/WebMercatorQuad/metadata.json"
        ),
        ("/styles", "get"): lambda s: s.get("/styles"),
        ("/styles/{style}", "get"): lambda s: s.get("/styles/kaart"),
        ("/health", "get"): lambda s: s.get("/health"),
    }


def test_every_answer_is_as_described(town_server, requests):
    for (path, method), send in requests.items():
        answer = send(town_server)
        assert answer.status in (200, 201), (path, answer.body)
        assert answer.headers["API-Version"] == "1.0.0"
        assert schema_errors(answer.json, schema_of(path, method, answer.status)) == [], (path, method)


def test_every_json_operation_was_asked(requests):
    described = {
        (path, method)
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
        if "application/json" in str(operation["responses"].get("200", operation["responses"].get("201")))
    }
    assert described - {("/v1/openapi.json", "get")} == set(requests)


def test_problems_are_as_described(town_server):
    for path, status in (("/v1/stip?lon=x", 400), ("/nergens", 404), ("/v1/plantoetsen", 405)):
        answer = town_server.get(path)
        assert_problem(answer, status)
        assert schema_errors(answer.json, "Probleem") == []


def test_an_answer_about_damaged_data_is_as_described(town_copy, start_server):
    for file in (town_copy / "layers/perceel").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:100])
    server = start_server(town_copy)
    health = server.health()
    assert schema_errors(health, "Gezondheid") == [] and health["status"] == "verminderd"
    answer = server.get("/v1/stip?lon=5.36&lat=52.53")
    assert answer.status == 200 and schema_errors(answer.json, "Stip") == []

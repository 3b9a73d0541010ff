"""Changes of a regulation (STOP renvooi) and its end: what the text says on which day, and what is refused because it would pass for
law. Deliveries are written here, in the shape of Geonovum's Gemeentestad."""

import json
import zipfile

import pytest
from stip_program import Server, stip

WORK = "/akn/nl/act/gm0998/2024/reg1"
OTHER = "/akn/nl/act/gm0998/2025/reg2"
PLACE = "nl.imow-gm0998.gebied.g1"
GEOMETRY = "D28AF779-7EDD-4A88-8B11-809798F53636"
POINT = "x=155050&y=463050&crs=http%3A%2F%2Fwww.opengis.net%2Fdef%2Fcrs%2FEPSG%2F0%2F28992"


def article(number, *leden, heading="Bouwen", prefix="w"):
    wid = f"{prefix}__art_{number}"
    body = "".join(
        f'<Lid eId="art_{number}__para_{n}" wId="{wid}__para_{n}"><LidNummer>{n}.</LidNummer><Inhoud><Al>{text}</Al></Inhoud></Lid>'
        for n, text in leden
    )
    kop = f"<Kop><Label>Artikel</Label><Nummer>{number}</Nummer><Opschrift>{heading}</Opschrift></Kop>"
    return f'<Artikel eId="art_{number}" wId="{wid}">{kop}{body}</Artikel>'


def whole(*articles, work=WORK):
    chapter = '<Hoofdstuk eId="chp_1" wId="w__chp_1"><Kop><Label>Hoofdstuk</Label><Nummer>1</Nummer></Kop>' + "".join(articles)
    return (
        f'<RegelingCompact componentnaam="n" wordt="{work}/nld@1"><RegelingOpschrift><Al>Omgevingsplan</Al></RegelingOpschrift>'
        f"<Lichaam>{chapter}</Hoofdstuk></Lichaam></RegelingCompact>"
    )


def changed(*changes, version=2):
    return f'<RegelingMutatie componentnaam="m" was="{WORK}/nld@{version - 1}" wordt="{WORK}/nld@{version}">{"".join(changes)}</RegelingMutatie>'


def withdrawal(work):
    return f"<Intrekkingen><Intrekking><doelen><doel>d</doel></doelen><instrument>{work}</instrument><eId>art_I</eId></Intrekking></Intrekkingen>"


def decision(text, day, work=WORK, procedure="definitief", withdrawn="", version=True):
    stamps = (
        f"<Tijdstempels><Tijdstempel><doel>d</doel><soortTijdstempel>juridischWerkendVanaf</soortTijdstempel><datum>{day}</datum>"
        "</Tijdstempel></Tijdstempels>"
        if day
        else ""
    )
    data = 'xmlns="https://standaarden.overheid.nl/stop/imop/data/"'
    about = (
        f"<RegelingVersieInformatie><ExpressionIdentificatie {data}><FRBRWork>{work}</FRBRWork><FRBRExpression>{work}/nld@{day or 'ontwerp'}"
        f"</FRBRExpression></ExpressionIdentificatie><RegelingMetadata {data}><eindverantwoordelijke>/tooi/id/gemeente/gm0998"
        "</eindverantwoordelijke><officieleTitel>Omgevingsplan Voorbeeldstad</officieleTitel></RegelingMetadata></RegelingVersieInformatie>"
        if version
        else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><AanleveringBesluit xmlns="https://standaarden.overheid.nl/lvbb/stop/aanlevering/">'
        f"<BesluitVersie><BesluitMetadata {data}><soortProcedure>/join/id/stop/proceduretype_{procedure}</soortProcedure></BesluitMetadata>"
        f"<ConsolidatieInformatie {data}>{withdrawn}{stamps}</ConsolidatieInformatie>"
        f'<BesluitCompact xmlns="https://standaarden.overheid.nl/stop/imop/tekst/"><WijzigBijlage>{text}</WijzigBijlage></BesluitCompact>'
        f"</BesluitVersie>{about}</AanleveringBesluit>"
    )


NAMESPACES = (
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ow="http://www.geostandaarden.nl/imow/owobject" xmlns:l="http://www.geostandaarden.nl/imow/locatie"'
    ' xmlns:sl="http://www.geostandaarden.nl/bestanden-ow/standlevering-generiek"'
    ' xmlns:ow-dc="http://www.geostandaarden.nl/imow/bestanden/deelbestand" xmlns:r="http://www.geostandaarden.nl/imow/regels"'
)


def objects(wids, draft=False, ending=()):
    def state(identifier):
        ended = "<ow:status>beëindigen</ow:status>" if identifier in ending else ""
        return ended + ("<ow:procedurestatus>ontwerp</ow:procedurestatus>" if draft else "")

    found = [
        f"<l:Gebied>{state(PLACE)}<l:identificatie>{PLACE}</l:identificatie><l:noemer>Centrum</l:noemer><l:geometrie>"
        f'<l:GeometrieRef xlink:href="{GEOMETRY}"/></l:geometrie></l:Gebied>'
    ]
    for number, wid in enumerate(wids):
        text = f"nl.imow-gm0998.regeltekst.{wid.replace('_', '')}"
        found.append(f'<r:Regeltekst wId="{wid}"><r:identificatie>{text}</r:identificatie></r:Regeltekst>')
        found.append(
            f"<r:RegelVoorIedereen>{state(wid)}<r:identificatie>nl.imow-gm0998.juridischeregel.{wid.replace('_', '')}</r:identificatie>"
            f'<r:artikelOfLid><r:RegeltekstRef xlink:href="{text}"/></r:artikelOfLid><r:locatieaanduiding>'
            f'<l:LocatieRef xlink:href="{PLACE}"/></r:locatieaanduiding></r:RegelVoorIedereen>'
        )
    stand = "".join(f"<sl:stand><ow-dc:owObject>{item}</ow-dc:owObject></sl:stand>" for item in found)
    return f"<ow-dc:owBestand {NAMESPACES}><sl:standBestand>{stand}</sl:standBestand></ow-dc:owBestand>"


GIO = f"""<geo:GeoInformatieObjectVaststelling xmlns:geo="https://standaarden.overheid.nl/stop/imop/geo/"
 xmlns:basisgeo="http://www.geostandaarden.nl/basisgeometrie/1.0" xmlns:gml="http://www.opengis.net/gml/3.2"><geo:vastgesteldeVersie>
<geo:GeoInformatieObjectVersie><geo:FRBRWork>/join/id/regdata/gm0998/2024/Centrum</geo:FRBRWork><geo:groepen><geo:Groep>
<geo:groepID>grp_c</geo:groepID><geo:label>Welstand hoog</geo:label></geo:Groep></geo:groepen><geo:locaties><geo:Locatie><geo:geometrie>
<basisgeo:Geometrie><basisgeo:id>{GEOMETRY}</basisgeo:id><basisgeo:geometrie><gml:Polygon srsName="urn:ogc:def:crs:EPSG::28992"><gml:exterior>
<gml:LinearRing><gml:posList>155000 463000 155100 463000 155100 463100 155000 463100 155000 463000</gml:posList></gml:LinearRing>
</gml:exterior></gml:Polygon></basisgeo:geometrie></basisgeo:Geometrie></geo:geometrie><geo:groepID>grp_c</geo:groepID></geo:Locatie>
</geo:locaties></geo:GeoInformatieObjectVersie></geo:vastgesteldeVersie></geo:GeoInformatieObjectVaststelling>"""


def delivery(folder, text, work=WORK, wids=(), manifest=True, draft=False, ending=(), purpose=None):
    folder.mkdir()
    if text:
        (folder / "besluit.xml").write_text(text)
    if wids:
        (folder / "ow.xml").write_text(objects(wids, draft, ending))
        (folder / "gio.gml").write_text(GIO)
    if manifest:
        (folder / "manifest-ow.xml").write_text(
            '<Aanleveringen xmlns="http://www.geostandaarden.nl/bestanden-ow/manifest-ow"><Aanlevering>'
            f"<WorkIDRegeling>{work}</WorkIDRegeling>{f'<DoelID>{purpose}</DoelID>' if purpose else ''}</Aanlevering></Aanleveringen>"
        )
    return folder


LEDEN = ((1, "een oud"), (2, "twee oud"), (3, "drie oud"))


@pytest.fixture
def base(tmp_path):
    text = decision(whole(article("1", *LEDEN), article("2", (1, "blijft"))), "2024-01-01")
    return delivery(tmp_path / "base", text, wids=["w__art_1__para_1", "w__art_1__para_2", "w__art_2"])


def texts(workspace, folder):
    """By wId the versions: from, until, name, text."""
    path = folder / "tekst.geojson"
    stip("export", "--workspace", workspace, "--layer", "tekstelement", "-o", path)
    found = {}
    for feature in json.loads(path.read_text())["features"]:
        row = feature["properties"]
        version = (row["geldig_van"], row["geldig_tot"], row["stip_naam"], (row["tekst"] or "").split("\n"), row["bovenliggend"])
        found.setdefault(row["stip_id"], []).append(version)
    path.unlink()
    return {wid: sorted(versions, key=lambda version: version[0]) for wid, versions in found.items()}


def at_point(workspace, log, level):
    with Server(workspace, log) as server:
        return server.get(f"/v1/stip?{POINT}&niveau={level}").json


def spans(versions):
    return [version[:2] for version in versions]


NEW = "2025-03-01"


@pytest.mark.parametrize("form", ["folder", "zip", "with-manifest"])
def test_a_change_of_the_text_alone_is_applied(base, tmp_path, form):
    lid = '<Lid eId="art_1__para_2" wId="w__art_1__para_2"><LidNummer>2.</LidNummer><Inhoud><Al>twee nieuw</Al></Inhoud></Lid>'
    change = f'<Vervang wat="w__art_1__para_2"><Wat>lid 2</Wat>{lid}</Vervang>'
    folder = delivery(tmp_path / "change", decision(changed(change), NEW), manifest=form == "with-manifest")
    if form == "zip":
        with zipfile.ZipFile(tmp_path / "change.zip", "w") as archive:
            archive.write(folder / "besluit.xml", "besluit.xml")
        folder = tmp_path / "change.zip"
    stip("import", folder, base, "--workspace", tmp_path / "w")
    found = texts(tmp_path / "w", tmp_path)
    assert spans(found["w__art_1__para_2"]) == [("2024-01-01", NEW), (NEW, None)]
    assert found["w__art_1__para_2"][1][2:] == ("Artikel 1 lid 2", ["twee nieuw"], "w__art_1")
    # The article's own text has the lid in it.
    assert spans(found["w__art_1"]) == [("2024-01-01", NEW), (NEW, None)]
    assert "twee nieuw" in found["w__art_1"][1][3][1] and "twee oud" in found["w__art_1"][0][3][1]
    for same in ("w__art_1__para_1", "w__art_1__para_3", "w__art_2", "w__chp_1"):
        assert spans(found[same]) == [("2024-01-01", None)], same


def test_parts_that_a_new_article_lacks_end_with_the_old(base, tmp_path):
    new = article("1", (1, "een oud"), (2, "twee nieuw"))
    stip("import", base, delivery(tmp_path / "c", decision(changed(f'<Vervang wat="w__art_1">{new}</Vervang>'), NEW)), "--workspace", tmp_path / "w")
    found = texts(tmp_path / "w", tmp_path)
    assert spans(found["w__art_1__para_3"]) == [("2024-01-01", NEW)]
    assert spans(found["w__art_1__para_1"]) == [("2024-01-01", None)], "it says the same"


def test_a_new_heading_a_new_article_and_one_that_goes(base, tmp_path):
    kop = "<Kop><Label>Artikel</Label><Nummer>1</Nummer><Opschrift>Slopen</Opschrift></Kop>"
    first = delivery(tmp_path / "a", decision(changed(f'<VervangKop wat="w__art_1">{kop}</VervangKop>'), NEW))
    after = article("1a", (1, "erbij"), heading="Erbij")
    changes = f'<VoegToe context="w__art_1" positie="na">{after}</VoegToe><Verwijder wat="w__art_2"/>'
    for number, position in (("0", "bovenaan"), ("9", "onderaan")):
        changes += f'<VoegToe context="w__chp_1" positie="{position}">{article(number, (1, position))}</VoegToe>'
    second = delivery(tmp_path / "b", decision(changed(changes, version=3), "2025-06-01"))
    stip("import", second, base, first, "--workspace", tmp_path / "w")
    found = texts(tmp_path / "w", tmp_path)
    assert [version[2] for version in found["w__art_1"]] == ["Artikel 1 Bouwen", "Artikel 1 Slopen"]
    assert found["w__art_1a"][0][0] == "2025-06-01" and found["w__art_1a"][0][4] == "w__chp_1"
    assert found["w__art_1a__para_1"][0][2] == "Artikel 1a lid 1"
    assert spans(found["w__art_2"]) == [("2024-01-01", "2025-06-01")]
    assert [found[f"w__art_{number}"][0][4] for number in ("0", "9")] == ["w__chp_1", "w__chp_1"]


def test_a_change_of_what_is_not_there_is_told(base, tmp_path):
    change = delivery(tmp_path / "c", decision(changed(f'<Vervang wat="w__art_9">{article("9", (1, "negen"))}</Vervang>'), NEW))
    [report] = json.loads(stip("import", base, change, "--workspace", tmp_path / "w", "--json").stdout)
    assert any("Vervang is about w__art_9, which the regulation does not have" in note for note in report["notes"]), report["notes"]
    assert spans(texts(tmp_path / "w", tmp_path)["w__art_9"]) == [(NEW, None)], "what it says holds"


@pytest.mark.parametrize("manifest", [True, False])
def test_a_change_alone_leaves_the_regulation_as_it_is(base, tmp_path, manifest):
    stip("import", base, "--workspace", tmp_path / "w")
    before = texts(tmp_path / "w", tmp_path)
    change = delivery(tmp_path / "c", decision(changed('<Verwijder wat="w__art_2"/>'), NEW), manifest=manifest)
    result = stip("import", change, "--workspace", tmp_path / "w", check=False)
    assert result.returncode == 1 and "together with the whole regulation" in result.stderr, result.stderr
    assert texts(tmp_path / "w", tmp_path) == before


@pytest.mark.parametrize(("position", "parent"), [("volgtOp", "w__chp_1"), ("onbekend", "w__chp_1"), ("na", "w__chp_1")])
def test_a_new_article_stands_beside_the_one_it_follows(base, tmp_path, position, parent):
    new = f'<VoegToe context="w__art_1" positie="{position}">{article("1a", (1, "erbij"))}</VoegToe>'
    stip("import", base, delivery(tmp_path / "c", decision(changed(new), NEW)), "--workspace", tmp_path / "w")
    assert texts(tmp_path / "w", tmp_path)["w__art_1a"][0][4] == parent


def test_objects_that_are_changed_without_a_decision_are_of_the_day_of_their_purpose(base, tmp_path):
    change = delivery(tmp_path / "c", decision(changed('<Verwijder wat="w__art_2"/>'), NEW))
    objects_only = delivery(tmp_path / "d", None, wids=["w__art_1__para_2"], ending=["w__art_1__para_2"], purpose="d")
    (objects_only / "opdracht.xml").write_text('<directeMutatieOpdracht xmlns="http://www.overheid.nl/2017/lvbb"/>')
    # All deliveries of these tests have the purpose d; the first that has a day gives it.
    stip("import", base, change, objects_only, "--workspace", tmp_path / "w")
    assert rules_on(tmp_path / "w", tmp_path / "log", "2023-12-31")[0] == 0
    assert rules_on(tmp_path / "w", tmp_path / "log", NEW)[0] == 2


@pytest.mark.parametrize("kind", ["RegelVoorIedereen", "Instructieregel", "Omgevingswaarderegel"])
def test_what_instructs_authorities_is_no_limit_for_others(tmp_path, kind):
    folder = delivery(tmp_path / "base", decision(whole(article("1", *LEDEN)), "2024-01-01"), wids=["w__art_1"])
    area = "nl.imow-gm0998.gebiedsaanwijzing.f1"
    place = f'<{{}}:locatieaanduiding><l:LocatieRef xlink:href="{PLACE}"/></{{}}:locatieaanduiding>'
    function = (
        '<ga:Gebiedsaanwijzing xmlns:ga="http://www.geostandaarden.nl/imow/gebiedsaanwijzing">'
        f"<ga:identificatie>{area}</ga:identificatie><ga:type>http://standaarden.omgevingswet.overheid.nl/typegebiedsaanwijzing/id/"
        f"concept/Functie</ga:type><ga:naam>Windpark</ga:naam>{place.format('ga', 'ga')}</ga:Gebiedsaanwijzing>"
    )
    text = (folder / "ow.xml").read_text()
    text = text.replace("RegelVoorIedereen", kind).replace(
        "</r:artikelOfLid>",
        f'</r:artikelOfLid><r:gebiedsaanwijzing><ga:GebiedsaanwijzingRef xmlns:ga="http://www.geostandaarden.nl/imow/gebiedsaanwijzing"'
        f' xlink:href="{area}"/></r:gebiedsaanwijzing>',
    )
    last = text.rindex("</sl:standBestand>")
    text = f"{text[:last]}<sl:stand><ow-dc:owObject>{function}</ow-dc:owObject></sl:stand>{text[last:]}"
    (folder / "ow.xml").write_text(text)
    stip("import", folder, "--workspace", tmp_path / "w")
    answer = at_point(tmp_path / "w", tmp_path / "log", 3)
    [rule] = [rule for rule in answer["regels"] if rule["id"] == area]
    binds_all = kind == "RegelVoorIedereen"
    assert rule["soort"] == "functie" and rule.get("gerichtTot") == (None if binds_all else "bestuursorgaan")
    assert len(answer["vrijheden"]) == (1 if binds_all else 0)
    assert any("Windpark" in line["nl"] for line in answer["hoofdlijnen"]) == binds_all


def test_an_announcement_is_no_regulation(base, tmp_path):
    path = tmp_path / "kennisgeving.xml"
    path.write_text(
        '<AanleveringKennisgeving xmlns="https://standaarden.overheid.nl/lvbb/stop/aanlevering/"><KennisgevingVersie>'
        '<Kennisgeving xmlns="https://standaarden.overheid.nl/stop/imop/tekst/"><Lichaam><Divisietekst eId="c" wId="w__c"><Inhoud>'
        "<Al>Ter inzage</Al></Inhoud></Divisietekst></Lichaam></Kennisgeving></KennisgevingVersie></AanleveringKennisgeving>"
    )
    result = stip("import", base, path, "--workspace", tmp_path / "w", check=False)
    assert result.returncode == 1 and "may be an announcement" in result.stderr, result.stderr
    assert len(texts(tmp_path / "w", tmp_path)) > 1


DRAFT = f"{WORK}/nld@ontwerp"


def test_a_draft_is_no_law(base, tmp_path):
    draft = delivery(tmp_path / "d", decision(whole(article("1", *LEDEN)), None, procedure="ontwerp"), wids=["w__art_1"])
    stip("import", draft, "--workspace", tmp_path / "w")
    answer = at_point(tmp_path / "w", tmp_path / "log", 3)
    assert [(plan["id"], plan["regelstatus"], plan["status"]) for plan in answer["plannen"]] == [(DRAFT, "in ontwikkeling", "ontwerp")]
    assert [rule["document"] for rule in answer["regels"]] == [DRAFT]
    assert answer["vrijheden"] == answer["beperkingen"] == []
    assert not any(procedure["regels"] for procedure in answer["procedures"])
    assert answer["hoofdlijnen"][0]["nl"] == "Wij weten niet welk plan hier geldt. Vraag het de gemeente."
    assert answer["hoofdlijnen"][-1]["nl"] == "Dit geldt nog niet, maar kan komen: Omgevingsplan Voorbeeldstad."
    coverage = {layer["laag"]: layer["toepasselijkheid"] for layer in answer["dekking"]}
    assert coverage["regeling"] == "onbekend"


@pytest.mark.parametrize("said_by", ["decision", "objects"])
def test_a_draft_of_a_change_stands_beside_the_regulation_with_what_differs(base, tmp_path, said_by):
    lid = '<Lid eId="art_1__para_2" wId="w__art_1__para_2"><LidNummer>2.</LidNummer><Inhoud><Al>twee nieuw</Al></Inhoud></Lid>'
    changes = f'<Vervang wat="w__art_1__para_2">{lid}</Vervang><Verwijder wat="w__art_2"/>'
    draft = delivery(
        tmp_path / "d",
        decision(changed(changes), None, procedure="ontwerp" if said_by == "decision" else "definitief"),
        wids=["w__art_2"],
        draft=said_by == "objects",
        ending=["w__art_2"],
    )
    stip("import", draft, base, "--workspace", tmp_path / "w")
    answer = at_point(tmp_path / "w", tmp_path / "log", 4)
    assert [(plan["id"], plan["regelstatus"]) for plan in answer["plannen"]] == [(WORK, "geldend"), (DRAFT, "in ontwikkeling")]
    assert answer["plannen"][1]["herziet"] == [WORK]
    assert answer["plannen"][1]["beeindigt"] == ["nl.imow-gm0998.juridischeregel.wart2"]
    told = sorted((rule["document"], rule["artikel"]["naam"], rule["tekst"]) for rule in answer["regels"])
    assert told == [
        (WORK, "Artikel 1 lid 1", "een oud"),
        (WORK, "Artikel 1 lid 2", "twee oud"),
        (WORK, "Artikel 2 Bouwen", "1. blijft"),
        (DRAFT, "Artikel 1 lid 2", "twee nieuw"),
    ], told
    # What is in force is as without the draft.
    stip("import", base, "--workspace", tmp_path / "alone")
    alone = at_point(tmp_path / "alone", tmp_path / "log", 4)
    assert [rule for rule in answer["regels"] if rule["document"] == WORK] == alone["regels"]
    assert [layer for layer in answer["dekking"] if layer["laag"] == "regeling"] == [
        layer for layer in alone["dekking"] if layer["laag"] == "regeling"
    ]


def test_a_draft_of_a_change_is_not_read_without_the_regulation(base, tmp_path):
    draft = delivery(tmp_path / "d", decision(changed('<Verwijder wat="w__art_2"/>'), None, procedure="ontwerp"))
    result = stip("import", draft, "--workspace", tmp_path / "w", check=False)
    assert result.returncode == 1 and "together with the whole regulation" in result.stderr, result.stderr


def test_a_draft_of_a_withdrawal_ends_nothing(base, tmp_path):
    end = decision("", None, procedure="ontwerp", withdrawn=withdrawal(WORK), version=False)
    result = stip("import", base, delivery(tmp_path / "e", end, work=WORK), "--workspace", tmp_path / "w", check=False)
    assert result.returncode == 1 and "nothing that it withdraws ends yet" in result.stderr, result.stderr
    assert rules_on(tmp_path / "w", tmp_path / "log", "2026-01-01") == (3, [WORK])


def rules_on(workspace, log, day):
    with Server(workspace, log) as server:
        answer = server.get(f"/v1/stip?{POINT}&niveau=3&geldigOp={day}").json
        return len(answer["regels"]), [plan["id"] for plan in answer["plannen"]]


def test_a_regulation_ends_where_it_is_withdrawn(base, tmp_path):
    end = delivery(tmp_path / "e", decision("", "2025-05-23", withdrawn=withdrawal(f"{WORK}/nld@1"), version=False))
    stip("import", base, end, "--workspace", tmp_path / "w")
    assert all(spans(versions) == [("2024-01-01", "2025-05-23")] for versions in texts(tmp_path / "w", tmp_path).values())
    assert rules_on(tmp_path / "w", tmp_path / "log", "2025-05-22") == (3, [WORK])
    assert rules_on(tmp_path / "w", tmp_path / "log", "2025-05-23") == (0, [])


def test_a_regulation_that_takes_the_place_of_another_ends_it(base, tmp_path):
    text = decision(whole(article("1", (1, "nieuw"), prefix="v"), work=OTHER), "2025-05-23", work=OTHER, withdrawn=withdrawal(WORK))
    other = delivery(tmp_path / "o", text, work=OTHER, wids=["v__art_1"])
    stip("import", other, base, "--workspace", tmp_path / "w")
    assert rules_on(tmp_path / "w", tmp_path / "log", "2025-05-22") == (3, [WORK])
    assert rules_on(tmp_path / "w", tmp_path / "log", "2025-05-23") == (1, [OTHER])
    # Alone it may come where the other is not, and is refused where the other would stay.
    stip("import", other, "--workspace", tmp_path / "alone")
    stip("import", base, "--workspace", tmp_path / "old")
    result = stip("import", other, "--workspace", tmp_path / "old", check=False)
    assert result.returncode == 1 and f"withdraws {WORK}" in result.stderr and "together" in result.stderr, result.stderr
    stip("import", base, "--workspace", tmp_path / "named", "--source", "ons-plan")
    result = stip("import", other, "--workspace", tmp_path / "named", check=False)
    assert result.returncode == 1 and f"withdraws {WORK}" in result.stderr, result.stderr


def test_a_part_of_an_information_object_keeps_its_label(base, tmp_path):
    stip("import", base, "--workspace", tmp_path / "w")
    stip("export", "--workspace", tmp_path / "w", "--layer", "locatie", "-o", tmp_path / "l.geojson")
    [place] = json.loads((tmp_path / "l.geojson").read_text())["features"]
    assert (place["properties"]["groepID"], place["properties"]["groeplabel"]) == ("grp_c", "Welstand hoog")

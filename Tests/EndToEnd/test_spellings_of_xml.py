"""The same XML document can be written in many ways, and files of other makers are: another encoding, other prefixes, other
line ends, CDATA, comments, other names of RD New. What is imported is the same to the bit."""

import re

import pytest
from stip_program import stip, stip_json

FILES = [
    "bag/nlextract/expand-0221/0221LIG15092020-000001.xml",
    "brk/dkk_v5_otterlo/kadastralekaart_perceel.gml",
    "brk/dkk_v3/Perceel.gml",
    "bgt/bgt_weginrichtingselement.gml",
    "imro/imro2008/NL.IMRO.1680.1800030105-0000.gml",
    "imro/imro2012/NL.IMRO.0638.BP00002WY008-VAS1.gml",
    "imow/gio_large/locaties_Agrarisch-v1.gml",
]


def encoded(text, name):
    return re.sub(r'encoding="[^"]*"', f'encoding="{name}"', text, count=1).encode(name, "xmlcharrefreplace")


def with_other_prefixes(text):
    prefixes = set(re.findall(r"xmlns:([\w.-]+)=", text)) - {"xsi", "xlink", "xml"}
    for number, prefix in enumerate(sorted(prefixes, key=len, reverse=True)):
        text = re.sub(rf"(</?){re.escape(prefix)}:", rf"\1zz{number}:", text)
        text = re.sub(rf"xmlns:{re.escape(prefix)}=", f"xmlns:zz{number}=", text)
        text = re.sub(rf'(\s){re.escape(prefix)}:([\w.-]+=")', rf"\1zz{number}:\2", text)
    return text


def in_positions(change):
    """Changes the text of lists of positions."""
    return lambda text: re.sub(r"(<gml:posList[^>]*>)([^<]*)", lambda m: m[1] + change(m[2]), text)


def reference_system(name):
    return lambda text: re.sub(r'(srsName=")[^"]*28992(")', rf"\g<1>{name}\2", text)


SPELLINGS = {
    "UTF-16": lambda text: encoded(text, "UTF-16"),
    "ISO-8859-1": lambda text: encoded(text, "ISO-8859-1"),
    "byte order mark": lambda text: "\ufeff" + text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "one line": lambda text: re.sub(r">\s+<", "><", text),
    "other prefixes": with_other_prefixes,
    "single quotes": lambda text: re.sub(r"=\"([^\"'<>]*)\"", r"='\1'", text),
    "spaces in tags": lambda text: re.sub(r"<(/?[\w.-]+:[\w.-]+)>", r"<\1 >", text),
    "comments": lambda text: re.sub(r"(<gml:pos(?:List)?[ >])", r"<!-- <x> -->\1", text),
    "positions over lines": in_positions(lambda numbers: "\n\t".join(["", *numbers.split(), ""])),
    "CDATA": in_positions(lambda numbers: f"<![CDATA[{numbers}]]>"),
    "EPSG:28992": reference_system("EPSG:28992"),
    "URL of EPSG": reference_system("http://www.opengis.net/def/crs/EPSG/0/28992"),
    "version of EPSG": reference_system("urn:ogc:def:crs:EPSG:9.9.1:28992"),
}


def data_version(path, workspace):
    stip("import", path, "--workspace", workspace)
    return stip_json("info", "--workspace", workspace)["dataVersion"]


@pytest.mark.parametrize("name", FILES)
def test_every_spelling_of_a_document_is_the_same_data(real_data, tmp_path, name):
    source = real_data / name
    text = source.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    expected = data_version(source, tmp_path / "workspace")
    for number, (spelling, spelt) in enumerate(SPELLINGS.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        written = spelt(text)
        (folder / source.name).write_bytes(written if isinstance(written, bytes) else written.encode())
        assert data_version(folder / source.name, folder / "workspace") == expected, spelling

/// Plans on, over and beside parcels and buildings.
let parcelCases: [PlanCase] = [
    PlanCase(
        name: "clear of everything",
        corners: inside,
        expected: fits + " bouwhoogte:voldoet goothoogte:voldoet",
        summary: "voldoet"
    ),
    PlanCase(
        name: "up to the parcel boundary by 0 mm",
        corners: box(25_000, 31_000, 30_000, 35_000),
        change: { try $0.add("bouwvlak", "b2", box(24_000, 30_000, 32_000, 36_000)) },
        expected: "perceel:bijna pand:voldoet bouwvlak:voldoet bouwhoogte:niet-te-toetsen",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "1 mm before the parcel boundary",
        corners: box(25_000, 31_000, 29_999, 35_000),
        change: { try $0.add("bouwvlak", "b2", box(24_000, 30_000, 32_000, 36_000)) },
        expected: "perceel:voldoet pand:voldoet bouwvlak:voldoet bouwhoogte:niet-te-toetsen",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "1 mm over the parcel boundary: less than 0.01 m²",
        corners: box(25_000, 31_000, 30_001, 35_000),
        change: { try $0.add("bouwvlak", "b2", box(24_000, 30_000, 32_000, 36_000)) },
        expected: "perceel:bijna pand:voldoet bouwvlak:voldoet bouwhoogte:niet-te-toetsen",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "half on the neighbour's parcel",
        corners: box(25_000, 31_000, 35_000, 35_000),
        change: { try $0.add("bouwvlak", "b2", box(24_000, 30_000, 36_000, 36_000)) },
        expected: "perceel:niet-te-toetsen pand:voldoet bouwvlak:voldoet bouwhoogte:niet-te-toetsen",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "half outside all parcels",
        corners: box(-5_000, 15_000, 5_000, 25_000),
        change: { try $0.add("enkelbestemming", "west", box(-10_000, 0, 0, 40_000)) },
        expected: "perceel:niet-te-toetsen pand:niet-te-toetsen bouwvlak:voldoet-niet bouwvlak:niet-te-toetsen "
            + "bouwhoogte:niet-te-toetsen",
        summary: "voldoet-niet"
    ),
    PlanCase(
        name: "on no parcel",
        corners: inside,
        change: { $0.layers["perceel"]?.removeFirst() },
        expected: "perceel:niet-te-toetsen pand:niet-te-toetsen bouwvlak:voldoet bouwhoogte:voldoet goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "without parcel data",
        corners: inside,
        change: { $0.layers["perceel"] = nil },
        expected: "perceel:niet-te-toetsen pand:niet-te-toetsen bouwvlak:voldoet bouwhoogte:voldoet goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "with an empty parcel layer",
        corners: inside,
        change: { $0.layers["perceel"] = [] },
        expected: "perceel:niet-te-toetsen pand:niet-te-toetsen bouwvlak:voldoet bouwhoogte:voldoet goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "with a failing parcel source",
        corners: inside,
        change: { $0.failing = ["perceel"] },
        expected: "perceel:niet-te-toetsen pand:voldoet bouwvlak:voldoet bouwhoogte:voldoet goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "over a building",
        corners: inside,
        change: { try $0.add("pand", "B2", box(19_000, 24_000, 22_000, 27_000)) },
        expected: "perceel:voldoet pand:niet-te-toetsen bouwvlak:voldoet bouwhoogte:voldoet goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "against a building",
        corners: inside,
        change: { try $0.add("pand", "B2", box(20_000, 15_000, 22_000, 25_000)) },
        expected: fits + " bouwhoogte:voldoet goothoogte:voldoet",
        summary: "voldoet"
    ),
    PlanCase(
        name: "over a building that was torn down",
        corners: inside,
        change: { try $0.add("pand", "B2", box(19_000, 24_000, 22_000, 27_000), ["status": "Pand gesloopt"]) },
        expected: fits + " bouwhoogte:voldoet goothoogte:voldoet",
        summary: "voldoet"
    ),
    PlanCase(
        name: "over a building that is no longer valid",
        corners: inside,
        change: {
            try $0.add("pand", "B2", box(19_000, 24_000, 22_000, 27_000))
            $0.layers["pand"]?[1].validUntil = 19_999
        },
        expected: fits + " bouwhoogte:voldoet goothoogte:voldoet",
        summary: "voldoet"
    ),
    PlanCase(
        name: "without building data",
        corners: inside,
        change: { $0.layers["pand"] = nil },
        expected: "perceel:voldoet pand:niet-te-toetsen bouwvlak:voldoet bouwhoogte:voldoet goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "where the building data does not reach",
        corners: inside,
        change: {
            $0.layers["pand"] = []
            try $0.add("pand", "far", box(5_000_000, 0, 5_010_000, 10_000))
        },
        expected: "perceel:voldoet pand:niet-te-toetsen bouwvlak:voldoet bouwhoogte:voldoet goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "with a failing building source",
        corners: inside,
        change: { $0.failing = ["pand"] },
        expected: "perceel:voldoet pand:niet-te-toetsen bouwvlak:voldoet bouwhoogte:voldoet goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "with a pand whose coordinates no import lets pass",
        corners: inside,
        change: { try $0.add("pand", "broken", box(0, 0, 146_000_000, 10_000_000)) },
        expected: "perceel:voldoet pand:niet-te-toetsen bouwvlak:voldoet bouwhoogte:voldoet goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
]

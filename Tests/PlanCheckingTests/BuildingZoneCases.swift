/// Plans in, over and beside bouwvlakken and bestemmingsvlakken.
let zoneCases: [PlanCase] = [
    PlanCase(
        name: "fills the bouwvlak exactly",
        corners: box(5_000, 10_000, 25_000, 30_000),
        expected: "perceel:voldoet pand:voldoet bouwvlak:bijna bouwhoogte:voldoet goothoogte:voldoet",
        summary: "bijna"
    ),
    PlanCase(
        name: "touches the edge of the bouwvlak with one corner",
        corners: [(5_000, 20_000), (10_000, 15_000), (15_000, 20_000), (10_000, 25_000)],
        expected: "perceel:voldoet pand:voldoet bouwvlak:bijna bouwhoogte:voldoet goothoogte:voldoet",
        summary: "bijna"
    ),
    PlanCase(
        name: "1 mm out of the bouwvlak along 9 m",
        corners: box(4_999, 15_000, 15_000, 24_000),
        expected: "perceel:voldoet pand:voldoet bouwvlak:bijna bouwhoogte:voldoet goothoogte:voldoet",
        summary: "bijna"
    ),
    PlanCase(
        name: "2 mm out of the bouwvlak along 9 m",
        corners: box(4_998, 15_000, 15_000, 24_000),
        expected: "perceel:voldoet pand:voldoet bouwvlak:voldoet-niet bouwhoogte:voldoet goothoogte:voldoet "
            + "bouwhoogte:niet-te-toetsen",
        summary: "voldoet-niet"
    ),
    PlanCase(
        name: "partly out of the bouwvlak",
        corners: box(20_000, 15_000, 28_000, 25_000),
        expected: "perceel:voldoet pand:voldoet bouwvlak:voldoet-niet bouwhoogte:voldoet goothoogte:voldoet "
            + "bouwhoogte:niet-te-toetsen",
        summary: "voldoet-niet"
    ),
    PlanCase(
        name: "beside the bouwvlak",
        corners: box(5_000, 32_000, 15_000, 38_000),
        expected: "perceel:voldoet pand:voldoet bouwvlak:voldoet-niet bouwhoogte:niet-te-toetsen",
        summary: "voldoet-niet"
    ),
    PlanCase(
        name: "against the outside of the bouwvlak",
        corners: box(5_000, 30_000, 15_000, 38_000),
        expected: "perceel:voldoet pand:voldoet bouwvlak:voldoet-niet bouwhoogte:niet-te-toetsen",
        summary: "voldoet-niet"
    ),
    PlanCase(
        name: "in two bouwvlakken that adjoin",
        corners: box(20_000, 15_000, 28_000, 25_000),
        change: {
            try $0.add("bouwvlak", "b2", box(25_000, 10_000, 29_000, 30_000))
            try $0.addMeasure("m2", box(25_000, 10_000, 29_000, 30_000), bouwhoogte: "12")
        },
        expected: fits + " bouwhoogte:voldoet bouwhoogte:voldoet goothoogte:voldoet",
        summary: "voldoet"
    ),
    PlanCase(
        name: "over the gap between two bouwvlakken",
        corners: box(20_000, 15_000, 28_000, 25_000),
        change: { try $0.add("bouwvlak", "b2", box(25_010, 10_000, 29_000, 30_000)) },
        expected: "perceel:voldoet pand:voldoet bouwvlak:voldoet-niet bouwhoogte:voldoet goothoogte:voldoet "
            + "bouwhoogte:niet-te-toetsen",
        summary: "voldoet-niet"
    ),
    PlanCase(
        name: "in a zone without bouwvlak",
        corners: box(10_000, -15_000, 20_000, -5_000),
        expected: "perceel:voldoet pand:voldoet bouwvlak:niet-te-toetsen bouwhoogte:niet-te-toetsen",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "from a zone with bouwvlak into one without",
        corners: box(10_000, -2_000, 20_000, 15_000),
        expected: "perceel:niet-te-toetsen pand:voldoet bouwvlak:voldoet-niet bouwvlak:niet-te-toetsen "
            + "bouwhoogte:voldoet goothoogte:voldoet bouwhoogte:niet-te-toetsen",
        summary: "voldoet-niet"
    ),
    PlanCase(
        name: "without bouwvlak data",
        corners: inside,
        change: { $0.layers["bouwvlak"] = nil },
        expected: "perceel:voldoet pand:voldoet bouwvlak:niet-te-toetsen bouwhoogte:voldoet goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "without zoning data",
        corners: inside,
        change: { $0.layers["enkelbestemming"] = nil },
        expected: "perceel:voldoet pand:voldoet bestemming:niet-te-toetsen bouwvlak:niet-te-toetsen "
            + "bouwhoogte:voldoet goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "without zoning or bouwvlak data",
        corners: inside,
        change: {
            $0.layers["enkelbestemming"] = nil
            $0.layers["bouwvlak"] = nil
        },
        expected: "perceel:voldoet pand:voldoet bestemming:niet-te-toetsen bouwvlak:niet-te-toetsen "
            + "bouwhoogte:voldoet goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "partly beyond the zoning",
        corners: box(10_000, -25_000, 20_000, -15_000),
        change: { try $0.add("perceel", "P4", box(0, -30_000, 60_000, -20_000)) },
        expected: "perceel:niet-te-toetsen pand:voldoet bestemming:niet-te-toetsen bouwvlak:niet-te-toetsen "
            + "bouwhoogte:niet-te-toetsen",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "with a failing bouwvlak source",
        corners: inside,
        change: { $0.failing = ["bouwvlak"] },
        expected: "perceel:voldoet pand:voldoet bouwvlak:niet-te-toetsen bouwhoogte:voldoet goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "outside one of two plans' bouwvlakken",
        corners: inside,
        change: {
            let other = ["planId": "NL.IMRO.0000.BP2-0001"]
            try $0.add("enkelbestemming", "wonen2", box(0, 0, 60_000, 40_000), other)
            try $0.add("bouwvlak", "bv2", box(5_000, 10_000, 15_000, 30_000), other)
        },
        expected: "perceel:voldoet pand:voldoet bouwvlak:voldoet bouwvlak:voldoet-niet bouwhoogte:voldoet "
            + "goothoogte:voldoet",
        summary: "voldoet-niet"
    ),
    PlanCase(
        name: "inside another plan's bouwvlak that has no zoning of its own",
        corners: inside,
        change: {
            try $0.add("bouwvlak", "bv0", box(5_000, 10_000, 15_000, 30_000), ["planId": "NL.IMRO.0000.A-0001"])
        },
        expected: "perceel:voldoet pand:voldoet bouwvlak:niet-te-toetsen bouwvlak:voldoet bouwhoogte:voldoet "
            + "goothoogte:voldoet",
        summary: "niet-te-toetsen"
    ),
]

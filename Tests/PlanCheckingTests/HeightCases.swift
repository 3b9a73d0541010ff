/// Plans at, under and above the heights of a maatvoering.
let heightCases: [PlanCase] = [
    PlanCase(
        name: "exactly 9,000 mm where 9 m is the limit",
        corners: inside,
        height: 9_000,
        expected: fits + " bouwhoogte:bijna goothoogte:voldoet",
        summary: "bijna"
    ),
    PlanCase(
        name: "1 mm above the limit",
        corners: inside,
        height: 9_001,
        expected: fits + " bouwhoogte:voldoet-niet goothoogte:voldoet",
        summary: "voldoet-niet"
    ),
    PlanCase(
        name: "a tenth below the limit",
        corners: inside,
        height: 8_100,
        expected: fits + " bouwhoogte:voldoet goothoogte:voldoet",
        summary: "voldoet"
    ),
    PlanCase(
        name: "1 mm less than a tenth below the limit",
        corners: inside,
        height: 8_101,
        expected: fits + " bouwhoogte:bijna goothoogte:voldoet",
        summary: "bijna"
    ),
    PlanCase(
        name: "8.5 m where 8,5 is the limit",
        corners: inside,
        height: 8_500,
        change: {
            $0.layers["maatvoering"] = []
            try $0.addMeasure("m", box(0, 0, 30_000, 40_000), bouwhoogte: "8,5")
        },
        expected: fits + " bouwhoogte:bijna",
        summary: "bijna"
    ),
    PlanCase(
        name: "8.501 m where 8,5 is the limit",
        corners: inside,
        height: 8_501,
        change: {
            $0.layers["maatvoering"] = []
            try $0.addMeasure("m", box(0, 0, 30_000, 40_000), bouwhoogte: "8,5")
        },
        expected: fits + " bouwhoogte:voldoet-niet",
        summary: "voldoet-niet"
    ),
    PlanCase(
        name: "too high for one of two maatvoeringen",
        corners: inside,
        change: { try $0.addMeasure("m2", box(19_000, 20_000, 30_000, 40_000), bouwhoogte: "4") },
        expected: fits + " bouwhoogte:voldoet-niet bouwhoogte:voldoet goothoogte:voldoet",
        summary: "voldoet-niet"
    ),
    PlanCase(
        name: "against a maatvoering that is too low",
        corners: inside,
        change: { try $0.addMeasure("m2", box(20_000, 20_000, 30_000, 40_000), bouwhoogte: "4") },
        expected: fits + " bouwhoogte:voldoet goothoogte:voldoet",
        summary: "voldoet"
    ),
    PlanCase(
        name: "too high eaves",
        corners: inside,
        eaves: 6_001,
        expected: fits + " bouwhoogte:voldoet goothoogte:voldoet-niet",
        summary: "voldoet-niet"
    ),
    PlanCase(
        name: "eaves exactly at the limit",
        corners: inside,
        eaves: 6_000,
        expected: fits + " bouwhoogte:voldoet goothoogte:bijna",
        summary: "bijna"
    ),
    PlanCase(
        name: "without eaves",
        corners: inside,
        eaves: nil,
        expected: fits + " bouwhoogte:voldoet goothoogte:niet-te-toetsen",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "a height that is no number",
        corners: inside,
        change: {
            $0.layers["maatvoering"] = []
            try $0.addMeasure("m", box(0, 0, 30_000, 40_000), bouwhoogte: "circa 9")
        },
        expected: fits + " bouwhoogte:niet-te-toetsen",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "lower than a minimum",
        corners: inside,
        change: {
            try $0.addMeasure(
                "m2",
                box(0, 0, 30_000, 40_000),
                other: measure("8,001", "minimum bouwhoogte (m)")
            )
        },
        expected: fits + " bouwhoogte:voldoet goothoogte:voldoet bouwhoogte:voldoet-niet",
        summary: "voldoet-niet"
    ),
    PlanCase(
        name: "exactly at a minimum",
        corners: inside,
        change: {
            try $0.addMeasure("m2", box(0, 0, 30_000, 40_000), other: measure("8", "minimum bouwhoogte (m)"))
        },
        expected: fits + " bouwhoogte:voldoet goothoogte:voldoet bouwhoogte:bijna",
        summary: "bijna"
    ),
    PlanCase(
        name: "without maatvoering data",
        corners: inside,
        change: { $0.layers["maatvoering"] = nil },
        expected: fits + " bouwhoogte:niet-te-toetsen",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "without a maatvoering here",
        corners: inside,
        change: {
            $0.layers["maatvoering"] = []
            try $0.addMeasure("far", box(40_000, 30_000, 45_000, 35_000), bouwhoogte: "9")
        },
        expected: fits + " bouwhoogte:niet-te-toetsen",
        summary: "niet-te-toetsen"
    ),
    PlanCase(
        name: "too high, with a failing maatvoering source",
        corners: inside,
        height: 10_000,
        change: { $0.failing = ["maatvoering"] },
        expected: fits + " bouwhoogte:voldoet-niet goothoogte:niet-te-toetsen",
        summary: "voldoet-niet"
    ),
]

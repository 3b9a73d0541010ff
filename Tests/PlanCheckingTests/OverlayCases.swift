import GeoValues

/// Plans under norms and designations that the map alone does not decide.
let otherCases: [PlanCase] =
    [
        "maximum bebouwingspercentage (%)", "maximum aantal wooneenheden", "maximum aantal bouwlagen",
        "maximum oppervlakte (m2)", "maximum dakhelling (graden)", "other: vrije tekst",
    ].map { type in
        PlanCase(
            name: "with \(type)",
            corners: inside,
            change: { try $0.addMeasure("m2", box(0, 0, 30_000, 40_000), other: measure("50", type)) },
            expected: fits + " bouwhoogte:voldoet goothoogte:voldoet maatvoering:niet-te-toetsen",
            summary: "niet-te-toetsen"
        )
    }
    + [
        ("dubbelbestemming", "dubbelbestemming"), ("functieaanduiding", "aanduiding"), ("bouwaanduiding", "aanduiding"),
        ("gebiedsaanduiding", "aanduiding"), ("lettertekenaanduiding", "aanduiding"),
    ].map { layer, rule in
        PlanCase(
            name: "under a \(layer)",
            corners: inside,
            change: { try $0.add(layer, "over", box(19_999, 0, 30_000, 40_000)) },
            expected: fits + " bouwhoogte:voldoet goothoogte:voldoet \(rule):niet-te-toetsen",
            summary: "niet-te-toetsen"
        )
    }
    + [
        PlanCase(
            name: "against a dubbelbestemming",
            corners: inside,
            change: { try $0.add("dubbelbestemming", "beside", box(20_000, 0, 30_000, 40_000)) },
            expected: fits + " bouwhoogte:voldoet goothoogte:voldoet",
            summary: "voldoet"
        ),
        PlanCase(
            name: "over a figuur",
            corners: inside,
            change: {
                let line = [point(0, 20_000), point(30_000, 20_000)]
                $0.layers["figuur"]?.append(TownFeature(identifier: "gevellijn", geometry: .lines([line])))
            },
            expected: fits + " bouwhoogte:voldoet goothoogte:voldoet aanduiding:niet-te-toetsen",
            summary: "niet-te-toetsen"
        ),
        PlanCase(
            name: "along a figuur",
            corners: inside,
            change: {
                let line = [point(0, 15_000), point(30_000, 15_000)]
                $0.layers["figuur"]?.append(TownFeature(identifier: "gevellijn", geometry: .lines([line])))
            },
            expected: fits + " bouwhoogte:voldoet goothoogte:voldoet",
            summary: "voldoet"
        ),
        PlanCase(
            name: "without a bouwaanduiding in any plan",
            corners: inside,
            change: { $0.layers["bouwaanduiding"] = nil },
            expected: fits + " bouwhoogte:voldoet goothoogte:voldoet",
            summary: "voldoet"
        ),
    ]

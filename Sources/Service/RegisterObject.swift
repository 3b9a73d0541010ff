public import FeatureLayers
import GeoValues
public import PlaceSearch
import Registers

/// What an object of a register is asked for by.
public enum ObjectName: Sendable {
    /// A pand by its 16 digits.
    case building(String)
    /// An address by the 16 digits of its verblijfsobject, ligplaats, standplaats or nummeraanduiding.
    case address(String)
    /// A parcel by its number: 14 digits.
    case parcel(String)
    case designation(ParcelDesignation)
}

/// An object of a register that was asked for, with every version of it that the data has.
public struct RegisterObject: Sendable {
    public let snapshot: ServedSnapshot
    /// `perceel`, `pand`, `verblijfsobject`, `ligplaats` or `standplaats`.
    public let layer: String
    /// As the register writes it, with its leading zeros.
    public let identifier: String
    /// In the order of the layer; at least one.
    public let versions: [FeatureReference]

    /// The version that counts on a day (days since 1970-01-01); nil: on that day it was not there, not yet or no more.
    public func version(onDay day: Int32) -> FeatureReference? {
        guard let state = snapshot.registers.layers[layer] else { return nil }
        return versions.first { state.isPresent($0, onDay: day) }
    }
}

extension StipService {
    private static let addressLayers = ["verblijfsobject", "ligplaats", "standplaats"]
    /// Columns that name a nummeraanduiding of an address, or several.
    private static let numberingColumns = ResidenceAddress.mainColumns + [ResidenceAddress.secondaryColumn]

    /// Finds an object of a register.
    ///
    /// - Parameter snapshot: the one to ask; nil: that of now.
    /// - Throws: ``ServiceProblem``: there is no such object, or that can't be said with certainty.
    public func object(_ name: ObjectName, in snapshot: ServedSnapshot? = nil) throws -> RegisterObject {
        let snapshot = snapshot ?? holder.snapshot
        switch name {
        case .building(let identifier): return try object(identifier, in: ["pand"], snapshot)
        case .parcel(let identifier): return try object(identifier, in: ["perceel"], snapshot)
        case .designation(let designation): return try parcel(designation, snapshot)
        case .address(let identifier):
            // The fifth and sixth digit tell the type (Catalogus BAG 2018, 6.2).
            return identifier.dropFirst(4).prefix(2) == "20"
                ? try address(identifier, snapshot) : try object(identifier, in: Self.addressLayers, snapshot)
        }
    }

    private func object(_ identifier: String, in layers: [String], _ snapshot: ServedSnapshot) throws -> RegisterObject
    {
        for name in layers {
            let versions = snapshot.registers.layer(name)?.features(withIdentifier: identifier) ?? []
            if !versions.isEmpty {
                return RegisterObject(snapshot: snapshot, layer: name, identifier: identifier, versions: versions)
            }
        }
        let present = layers.compactMap { snapshot.registers.layers[$0] }
        guard !present.isEmpty else { throw ServiceProblem.layerMissing(layer: layers[0]) }
        for state in present where state.isFailing {
            throw ServiceProblem.layerFailing(layer: state.layer.name, problems: state.problems)
        }
        throw ServiceProblem.noSuchObject(layer: layers[0], identifier: identifier)
    }

    private func parcel(_ designation: ParcelDesignation, _ snapshot: ServedSnapshot) throws -> RegisterObject {
        guard snapshot.registers.layer("perceel") != nil else { throw ServiceProblem.layerMissing(layer: "perceel") }
        guard let index = snapshot.search else { throw ServiceProblem.namesNotIndexed }
        let found = PlaceSearch(index).parcels(designation, limit: 10)
        guard let first = found.first?.identifier else {
            // An index of other data does not know what came since.
            throw snapshot.isSearchCurrent
                ? ServiceProblem.noSuchObject(layer: "perceel", identifier: designation.description)
                : ServiceProblem.namesNotIndexed
        }
        guard found.allSatisfy({ $0.identifier == first }) else {
            throw ServiceProblem.severalParcels(found.map(\.label))
        }
        return try object(first, in: ["perceel"], snapshot)
    }

    /// The verblijfsobject, ligplaats or standplaats that has a nummeraanduiding.
    private func address(_ numbering: String, _ snapshot: ServedSnapshot) throws -> RegisterObject {
        guard Self.addressLayers.contains(where: { snapshot.registers.layer($0) != nil }) else {
            throw ServiceProblem.layerMissing(layer: Self.addressLayers[0])
        }
        guard let index = snapshot.search else { throw ServiceProblem.namesNotIndexed }
        guard let point = PlaceSearch(index).place(ofAddress: numbering) else {
            throw snapshot.isSearchCurrent
                ? ServiceProblem.noSuchObject(layer: "nummeraanduiding", identifier: numbering)
                : ServiceProblem.namesNotIndexed
        }
        for name in Self.addressLayers {
            guard let layer = snapshot.registers.layer(name) else { continue }
            var identifier: String?
            layer.forEachFeature(in: RDBox(point)) { reference in
                let segment = layer.segments[reference.segment]
                let isNamed = Self.numberingColumns.contains { column in
                    segment.text(reference.feature, named: column)?
                        .split(whereSeparator: { $0 == "," || $0 == " " }).contains { $0.hasSuffix(numbering) } == true
                }
                if isNamed, identifier == nil { identifier = segment.identifier(reference.feature) }
            }
            if let identifier { return try object(identifier, in: [name], snapshot) }
        }
        throw ServiceProblem.noSuchObject(layer: "nummeraanduiding", identifier: numbering)
    }
}

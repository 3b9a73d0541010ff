/// What the status of a pand or verblijfsobject in the BAG says of its being there (Catalogus BAG 2018, 7.2 and 7.3).
public enum BuildingStatus {
    /// Whether something with this status stands, is being built or may be: torn down, withdrawn, never built or registered
    /// by mistake it stays in the register, but not on the ground.
    public static func isPresent(_ status: String?) -> Bool {
        guard let status = status?.lowercased() else { return true }
        return !["gesloopt", "niet gerealiseerd", "ten onrechte", "ingetrokken"].contains { status.contains($0) }
    }
}

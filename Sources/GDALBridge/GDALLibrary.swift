import CGDAL
import Glibc

/// GDAL's functions. At the first use the library is loaded and its drivers are registered, once for the process: who never reads or
/// writes a table does not wait for the hundred libraries that come with it.
let gdal: stip_gdal_functions = {
    var reason: UnsafePointer<CChar>?
    guard let functions = unsafe stip_gdal_load(&reason) else {
        // Nothing that asked for it can go on without it.
        let said = unsafe reason.map { unsafe String(cString: $0) } ?? "no reason given"
        let line = Array("GDAL could not be loaded: \(said). Scripts/setup installs it.\n".utf8)
        _ = unsafe write(STDERR_FILENO, line, line.count)
        exit(EXIT_FAILURE)
    }
    unsafe functions.pointee.GDALAllRegister()
    return unsafe functions.pointee
}()

import FileBridge
import Testing

@Suite struct FolderPathTests {
    @Test(
        "The folder of a path, also of one letter",
        arguments: [
            ("w", ""), (".", ""), ("", ""), ("/", "/"), ("//", "/"), ("/w", "/"), ("a/b", "a"), ("a/b/", "a"),
            ("a//b", "a"),
            ("/a/b/c", "/a/b"), ("./w", "."), ("é/ü", "é"), ("a/", ""),
        ]
    )
    func folder(path: String, folder: String) {
        #expect(path.folderPath == folder)
    }
}

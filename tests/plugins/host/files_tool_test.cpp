// The tools "files" as they are shipped, through the boundary.
#include "tests/plugins/host/boundary_fixture.hpp"
#include "tests/support/temp_dir.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

using codexflow::test::boundary_fixture;
using codexflow::test::read_file;
using codexflow::test::temp_dir;

namespace {

struct with_files : boundary_fixture
{
    temp_dir dir;
    std::string settings = "{}";
    codexflow::plugin::operation_end end;

    with_files()
    {
        dir.write("secret", "outside\n");
        dir.write("space/a.txt", "one\ntwo\nthree\n");
        dir.write("space/src/main.cpp", "int main()\n{\n    return 0;\n}\n");
        dir.write("space/src/deep/b.cpp", "int b;\n");
    }

    codexflow::plugin::component_instance& tools()
    {
        const made got = make(CODEXFLOW_PLUGIN_FILES, settings, "files");
        BOOST_REQUIRE_MESSAGE(got.has_value(), to_string(got.error()));
        return **got;
    }
    std::string request(std::string_view tool, std::string_view arguments, std::string_view access) const
    {
        const std::string space = (dir / "space").string();
        std::string text;
        codexflow::json_writer json(text);
        json.begin_object().member("tool", tool).raw_member("arguments", arguments).member("call_id", "c1");
        json.member("workspace", space).key("roots").begin_array();
        json.begin_object()
            .member("path", space)
            .member("access", access)
            .end_object()
            .end_array()
            .end_object();
        return text;
    }
    /// The content of the result; one that is an error begins with "error: ".
    std::string call(std::string_view tool, std::string_view arguments, std::string_view access = "write")
    {
        end = run(tools(), "call", request(tool, arguments, access));
        BOOST_REQUIRE_MESSAGE(end.status == CFLOW_OK, end.text);
        codexflow::json::document doc;
        BOOST_REQUIRE_MESSAGE(doc.parse(end.text), end.text);
        const std::string content(doc.root()["content"].string());
        return (doc.root()["is_error"].as_bool().value_or(false) ? "error: " : "") + content;
    }
    std::string file(const std::string& name) const { return read_file(dir / ("space/" + name)); }
    bool truncated() const { return end.text.find(R"("truncated":true)") != std::string::npos; }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(files_tool, with_files)

BOOST_AUTO_TEST_CASE(declares_what_it_has)
{
    end = run(tools(), "list", std::string("{}"));
    codexflow::json::document doc;
    BOOST_REQUIRE(doc.parse(end.text));
    std::string told;
    for (const auto one : doc.root()["tools"].elements())
    {
        const auto path = one["subjects"]["paths"][0];
        ((told += one["name"].string()) += ':') += one["effect"].string();
        (((told += ':') += path["argument"].string()) += ':') += path["access"].string();
        told += ' ';
        BOOST_TEST(one["parameters"]["additionalProperties"].as_bool().value_or(true) == false);
    }
    BOOST_TEST(told ==
               "read:none:path:read write:idempotent:path:write edit:once:path:write list:none:path:read "
               "glob:none:path:read search:none:path:read ");
}

BOOST_AUTO_TEST_CASE(reads)
{
    BOOST_TEST(call("read", R"({"path":"a.txt"})") == "one\ntwo\nthree\n");
    BOOST_TEST(!truncated());
    BOOST_TEST(call("read", R"({"path":"a.txt","offset":2,"limit":1})") ==
               "two\n[lines 2 to 2; for what follows read with offset 3]");
    BOOST_TEST(truncated());
    BOOST_TEST(call("read", R"({"path":"a.txt","offset":9})") == "error: a.txt: it has only 3 lines");
    BOOST_TEST(call("read", R"({"path":"none"})") == "error: none: there is no such file or folder");
    BOOST_TEST(call("read", "{}") == "error: the argument 'path' is missing: it must be a text");
    BOOST_TEST(
        call("read", R"({"path":"a.txt","offset":0})").starts_with("error: the argument 'offset' must be"));
    dir.write("space/empty", "");
    BOOST_TEST(call("read", R"({"path":"empty"})") == "[the file is empty]");
    dir.write("space/binary", std::string_view("a\0b", 3));
    BOOST_TEST(call("read", R"({"path":"binary"})") ==
               "error: binary: it is a binary file of 3 bytes; this tool reads text");
    dir.write("space/latin", "caf\xE9\n");
    BOOST_TEST(call("read", R"({"path":"latin"})") == "caf\xEF\xBF\xBD\n");
}

BOOST_AUTO_TEST_CASE(gives_no_more_than_its_limit)
{
    settings = R"({"max_output_bytes":1024})";
    std::string many;
    for (int i = 0; i != 1000; ++i)
        many += "line\n";
    dir.write("space/many", many);
    const std::string content = call("read", R"({"path":"many"})");
    BOOST_TEST(content.ends_with("line\n[lines 1 to 204; for what follows read with offset 205]"), content);
    dir.write("space/wide", std::string(5000, 'x'));
    BOOST_TEST(call("read", R"({"path":"wide"})").find("[line 1 is cut") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(writes)
{
    BOOST_TEST(call("write", R"({"path":"new/deep/x","content":"hello"})") == "made new/deep/x: 5 bytes");
    BOOST_TEST(file("new/deep/x") == "hello");
    BOOST_TEST(call("write", R"({"path":"a.txt","content":""})") == "replaced a.txt: 0 bytes");
    BOOST_TEST(file("a.txt") == "");
    BOOST_TEST(call("write", R"({"path":"no/x","content":"","make_folders":false})") ==
               "error: no/x: there is no such file or folder");
    BOOST_TEST(call("write", R"({"path":"a.txt","content":"x"})", "read") ==
               "error: a.txt: this task may read here but not write");
    BOOST_TEST(call("write", R"({"path":"../secret","content":"x"})")
                   .starts_with("error: ../secret: it lies outside"));
    BOOST_TEST(read_file(dir / "secret") == "outside\n");
    settings = R"({"max_file_bytes":4})";
    BOOST_TEST(call("write", R"({"path":"b","content":"12345"})")
                   .starts_with("error: b: the content has more than"));
}

BOOST_AUTO_TEST_CASE(writes_much_in_slices)
{
    const std::string much(3'000'000, 'x');
    call("write", R"({"path":"big","content":")" + much + "\"}");
    BOOST_TEST((file("big") == much));
}

BOOST_AUTO_TEST_CASE(edits)
{
    BOOST_TEST(call("edit", R"({"path":"a.txt","old":"two","new":"2"})") == "edited a.txt: 1 place");
    BOOST_TEST(file("a.txt") == "one\n2\nthree\n");
    BOOST_TEST(call("edit", R"({"path":"a.txt","old":"e","new":"E","replace_all":true})") ==
               "edited a.txt: 3 places");
    BOOST_TEST(file("a.txt") == "onE\n2\nthrEE\n");
    BOOST_TEST(call("edit", R"({"path":"a.txt","old":"E","new":"e"})").find("occurs 3 times") !=
               std::string::npos);
    BOOST_TEST(
        call("edit", R"({"path":"src/main.cpp","old":"return  0;","new":""})") ==
        "error: src/main.cpp: the text in 'old' does not occur in the file; it must be the same to the last "
        "blank. The lines most like it:\n3:     return 0;");
    BOOST_TEST(call("edit", R"({"path":"none","old":"x","new":"y"})")
                   .starts_with("error: none: there is no such file"));
    std::filesystem::create_symlink("a.txt", dir / "space/link");
    BOOST_TEST(call("edit", R"({"path":"link","old":"2","new":"y"})") ==
               "error: link: it is a symbolic link, not a file");
    dir.write("space/binary", std::string_view("a\0b", 3));
    BOOST_TEST(call("edit", R"({"path":"binary","old":"a","new":"y"})").find("binary file") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(lists)
{
    std::filesystem::create_symlink("a.txt", dir / "space/link");
    dir.write("space/two\nlines", "");
    BOOST_TEST(call("list", "{}") == "a.txt (14 bytes)\nlink -> a.txt\nsrc/\n\"two\\nlines\" (0 bytes)\n");
    BOOST_TEST(call("list", R"({"path":"src"})") == "deep/\nmain.cpp (29 bytes)\n");
    BOOST_TEST(call("list", R"({"path":"a.txt"})") == "error: a.txt: it is not a folder");
    BOOST_TEST(call("list", R"({"path":".."})").starts_with("error: ..: it lies outside"));
    std::filesystem::create_directory(dir / "space/src/none");
    BOOST_TEST(call("list", R"({"path":"src/none"})") == "[the folder is empty]");
    settings = R"({"max_entries":1})";
    BOOST_TEST(call("list", R"({"path":"src"})").find("[1 shown, there are more") != std::string::npos);
    BOOST_TEST(truncated());
}

BOOST_AUTO_TEST_CASE(globs)
{
    BOOST_TEST(call("glob", R"({"pattern":"**/*.cpp"})") == "src/deep/b.cpp\nsrc/main.cpp\n");
    BOOST_TEST(call("glob", R"({"pattern":"*.cpp","path":"src"})") == "src/main.cpp\n");
    BOOST_TEST(call("glob", R"({"pattern":"*.cpp"})") == "[no file fits]");
    BOOST_TEST(call("glob", R"({"pattern":"[x"})").starts_with("error: the glob '[x' is none: "));
    settings = R"({"max_entries":1})";
    BOOST_TEST(call("glob", R"({"pattern":"**"})") ==
               "a.txt\n[1 shown, there are more: use a narrower pattern, or a folder further down]");
}

BOOST_AUTO_TEST_CASE(searches)
{
    BOOST_TEST(call("search", R"({"pattern":"^int \\w+"})") ==
               "src/deep/b.cpp:1:int b;\nsrc/main.cpp:1:int main()\n");
    BOOST_TEST(call("search", R"({"pattern":"INT","ignore_case":true,"path":"src","glob":"*.cpp"})") ==
               "src/main.cpp:1:int main()\n");
    BOOST_TEST(call("search", R"({"pattern":"two","path":"a.txt","context":1})") ==
               "a.txt-1-one\na.txt:2:two\na.txt-3-three\n");
    BOOST_TEST(call("search", R"({"pattern":"nowhere"})") == "[no match in 3 files]\n");
    BOOST_TEST(call("search", R"({"pattern":"o","limit":1})") ==
               "a.txt:1:one\n[1 matches shown, there are more: narrow the search]\n");
    BOOST_TEST(
        call("search", R"({"pattern":"("})").starts_with("error: the pattern '(' is no regular expression"));
    dir.write("space/binary", std::string_view("int\0", 4));
    std::filesystem::create_symlink("../secret", dir / "space/out");
    BOOST_TEST(call("search", R"({"pattern":"outside|^int$"})") == "[no match in 3 files]\n");
    settings = R"({"max_file_bytes":10})";
    BOOST_TEST(call("search", R"({"pattern":"int"})") ==
               "src/deep/b.cpp:1:int b;\n[2 files larger than 10 bytes were not searched]\n");
}

BOOST_AUTO_TEST_CASE(lets_others_in_between_and_ends_when_it_is_told_to)
{
    for (int i = 0; i != 600; ++i)
        dir.write("space/many/" + std::to_string(i), "text\n");
    auto& on = tools();
    begin(on, "call", request("search", R"({"pattern":"nowhere"})", "read"));
    for (int turn = 0; turn != 4; ++turn)
        io.poll_one();
    BOOST_TEST(!ended.has_value(), "hundreds of files are more than one slice");
    cancel.cancel(codexflow::cancel_reason::interrupted);
    run_until([this] { return ended.has_value(); });
    BOOST_TEST(ended->status == CFLOW_E_CANCELLED);
    BOOST_TEST(services.left_behind == 0U);
}

BOOST_AUTO_TEST_CASE(a_tool_it_does_not_have)
{
    end = run(tools(), "call", request("shell", "{}", "read"));
    BOOST_TEST(end.status == CFLOW_E_NOT_FOUND);
}

BOOST_AUTO_TEST_SUITE_END()

#include "tests/support/temp_dir.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <vector>

namespace codexflow::test {
namespace {

[[noreturn]] void fail(const std::string& what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

} // namespace

temp_dir::temp_dir()
{
    std::string name = (std::filesystem::temp_directory_path() / "codex-flow-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        fail("mkdtemp " + name);
    path_ = name;
}

temp_dir::~temp_dir()
{
    std::error_code ignored; // a test may have taken the rights away; what is left lies in /tmp
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path temp_dir::write(const std::filesystem::path& inside, std::string_view text) const
{
    auto path = path_ / inside;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out)
        fail("write " + path.string());
    return path;
}

std::string read_file(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        fail("open " + path.string());
    std::string text;
    std::vector<char> piece(1 << 16);
    do // a journal may be large, and an iterator goes byte by byte
    {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        text.append(piece.data(), static_cast<std::size_t>(in.gcount()));
    } while (in);
    return text;
}

} // namespace codexflow::test

// The JSON reader: never reads outside its text, what it accepts can be walked, and what the writer
// makes of it reads back the same.
#include "tests/fuzz/fuzz_target.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <string>

namespace {

using codexflow::fuzz::require;
namespace json = codexflow::json;

void write(codexflow::json_writer& out, const json::value value)
{
    switch (value.type())
    {
    case json::kind::object:
        out.begin_object();
        for (const json::member m : value.members())
            write(out.key(m.name), m.value);
        out.end_object();
        break;
    case json::kind::array:
        out.begin_array();
        for (const json::value v : value.elements())
            write(out, v);
        out.end_array();
        break;
    case json::kind::string: out.value(value.string()); break;
    default: out.raw(value.raw());
    }
}

void same(const json::value a, const json::value b)
{
    require(a.type() == b.type() && a.size() == b.size(), "the kind survives");
    require(a.as_int64() == b.as_int64() && a.as_bool() == b.as_bool(), "scalars survive");
    if (a.is_number())
    {
        require(a.raw() == b.raw(), "number text survives");
        require(a.as_double() == b.as_double(), "numbers survive");
    }
    if (a.is_string())
        require(codexflow::utf8::clean(a.string()) == b.string(), "strings survive, mended");
    for (std::size_t i = 0; a.is_array() && i != a.size() && i != 50; ++i)
        same(a[i], b[i]);
    for (const json::member m : a.members())
        require(a[m.name].exists(), "a member is found by its name");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static json::document first(10'000); // reused, as a stream does
    json::document second;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (!first.parse(text))
    {
        require(!first.root().exists(), "nothing is left of a refused text");
        require(first.error().offset <= size && !first.error().message.empty(), "a fault has a place");
        return 0;
    }
    std::string written;
    codexflow::json_writer out(written);
    write(out, first.root());
    require(second.parse(written), "what was written is JSON");
    require(codexflow::utf8::valid_prefix(written) == written.size(), "and UTF-8");
    same(first.root(), second.root());
    return 0;
}

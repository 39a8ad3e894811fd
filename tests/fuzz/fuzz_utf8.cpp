// The joiner of cut text: pieces must not matter, and only valid UTF-8 comes out.
#include "tests/fuzz/fuzz_target.hpp"

#include <codexflow/utf8_joiner.hpp>

#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using codexflow::fuzz::require;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    codexflow::utf8_joiner whole;
    std::string expected(whole.feed(text));
    expected.append(whole.finish());
    require(codexflow::utf8::valid_prefix(expected) == expected.size(), "what comes out is UTF-8");
    if (codexflow::utf8::valid_prefix(text) == size)
        require(expected == text, "valid text is left alone");

    codexflow::utf8_joiner joiner;
    std::string joined;
    const auto add = [&](std::string_view piece) { joined.append(joiner.feed(piece)); };
    codexflow::fuzz::in_pieces(text, static_cast<std::uint32_t>(size), add);
    joined.append(joiner.finish());
    require(joined == expected, "pieces do not matter");
    return 0;
}

#include "plugins/offline/pattern.hpp"

#include <algorithm>
#include <utility>

namespace codexflow::offline {

std::optional<pattern> pattern::compile(const std::string& source)
{
    auto compiled = std::make_unique<regex_t>();
    if (source.find('\0') != std::string::npos || regcomp(compiled.get(), source.c_str(), REG_EXTENDED) != 0)
        return std::nullopt;
    const auto release = [](regex_t* expression) {
        regfree(expression);
        delete expression;
    };
    return pattern(source, std::shared_ptr<const regex_t>(compiled.release(), release));
}

bool pattern::found_in(std::string_view text) const noexcept
{
    regmatch_t range{};
    range.rm_eo = static_cast<regoff_t>(std::min(text.size(), longest_searched));
    const char* begin = text.empty() ? "" : text.data();
    return regexec(compiled_.get(), begin, 1, &range, REG_STARTEND) == 0;
}

} // namespace codexflow::offline

#include "plugins/cli/text_output.hpp"

#include <utility>

namespace codexflow::cli {

void text_output::take(std::string_view text)
{
    const auto last = text.find_last_not_of("\r\n");
    if (last == text.npos)
    {
        line_ends_ += text;
        return;
    }
    ready_ += std::exchange(line_ends_, std::string(text.substr(last + 1)));
    ready_ += text.substr(0, last + 1);
}

bool text_output::next(piece& said)
{
    if (ready_.empty())
        return false;
    given_ = std::exchange(ready_, {});
    said.what = field::text;
    said.data = given_;
    return true;
}

} // namespace codexflow::cli

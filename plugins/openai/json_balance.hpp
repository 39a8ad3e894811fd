#pragma once

#include <cstddef>
#include <string_view>

namespace codexflow::openai {

/** Tells whether a JSON text that comes in pieces has closed its outermost bracket, at the cost of one
 *  look at each byte. It does not check the text: that is the reader's part, once all of it is there. */
class json_balance
{
public:
    void feed(std::string_view piece) noexcept
    {
        for (const char c : piece)
        {
            if (escaped_)
                escaped_ = false;
            else if (in_string_)
            {
                escaped_ = c == '\\';
                in_string_ = c != '"';
            }
            else if (c == '"')
                in_string_ = true;
            else if (c == '{' || c == '[')
                ++depth_;
            else if ((c == '}' || c == ']') && depth_ != 0 && --depth_ == 0)
                closed_ = true;
        }
    }

    /// The first bracket has found its partner.
    bool closed() const noexcept { return closed_; }

private:
    std::size_t depth_ = 0;
    bool in_string_ = false;
    bool escaped_ = false;
    bool closed_ = false;
};

} // namespace codexflow::openai

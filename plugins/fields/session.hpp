#pragma once

#include "plugins/fields/document.hpp"

#include <codexflow/redactor.hpp>

#include <string>
#include <string_view>

namespace codexflow::fields {

/// Redacts one text that comes in pieces. The names outlive it.
class session final : public redactor::session
{
public:
    explicit session(const names& secret) : document_(secret) {}

    std::string feed(std::string_view piece) override
    {
        std::string out;
        for (std::size_t at = 0; at != piece.size(); ++at)
        {
            if (document_.plain())
            {
                out += piece.substr(at);
                break;
            }
            document_.put(piece[at], piece.substr(at, 1), out);
        }
        return out;
    }

    std::string end() override
    {
        std::string out;
        document_.end(out);
        return out;
    }

    taken pass(std::string_view piece) override
    {
        if (document_.plain())
            return taken::settled;
        if (document_.blank())
        {
            const auto first = piece.find_first_not_of(" \t\r\n");
            if (first == piece.npos)
                return taken::unchanged;
            if (piece[first] == '{' || piece[first] == '[')
                return taken::nothing;
            return taken::settled;
        }
        const bool inside = document_.in_open_string() && piece.find_first_of("\"\\") == piece.npos;
        return inside ? taken::unchanged : taken::nothing;
    }

private:
    document document_;
};

} // namespace codexflow::fields

#pragma once

#include "engine/record/text_redactor.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace codexflow::test {

/// A redactor that is a function of whole texts; of a text in pieces it holds all back until the end.
class fake_redactor final : public text_redactor
{
public:
    using function = std::function<std::string(std::string_view)>;
    explicit fake_redactor(function how, std::string fault = {}) : how_(std::move(how)), fault_(std::move(fault)) {}

    bool redact(std::string_view text, std::string& out) override
    {
        out += how_(text);
        return fault_.empty();
    }
    std::unique_ptr<session> begin() override { return std::make_unique<holding>(how_); }
    std::string take_fault() override { return std::exchange(fault_, {}); }

private:
    struct holding final : session
    {
        explicit holding(const function& how) : how_(how) {}
        took pass(std::string_view) override { return took::nothing; }
        void feed(std::string_view piece, std::string&) override { held_ += piece; }
        void end(std::string& out) override { out += how_(held_); }
        const function& how_;
        std::string held_;
    };
    function how_;
    std::string fault_;
};

/// Replaces @p what wherever it stands.
inline fake_redactor::function replacing(std::string what, std::string by)
{
    return [what = std::move(what), by = std::move(by)](std::string_view text) {
        std::string made(text);
        for (auto at = made.find(what); at != made.npos; at = made.find(what, at + by.size()))
            made.replace(at, what.size(), by);
        return made;
    };
}

} // namespace codexflow::test

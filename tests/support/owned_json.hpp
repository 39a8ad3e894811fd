#pragma once

#include <codexflow/json.hpp>

#include <stdexcept>
#include <string>
#include <utility>

namespace codexflow::test {

/// A parsed document with its text, which it refers to. Throws, which fails the test, if the text is no JSON.
class owned_json
{
public:
    explicit owned_json(std::string text) : text_(std::move(text))
    {
        if (!document_.parse(text_))
            throw std::runtime_error("no JSON: " + text_);
    }
    owned_json(const owned_json&) = delete;
    owned_json& operator=(const owned_json&) = delete;

    json::value root() const { return document_.root(); }

private:
    const std::string text_;
    json::document document_;
};

} // namespace codexflow::test

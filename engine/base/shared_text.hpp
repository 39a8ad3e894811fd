#pragma once

#include <memory>
#include <string>
#include <utility>

namespace codexflow {

/** A text that copies share: what every task of an agent has in common is held once, whatever the number
 *  of tasks. Immutable, so any thread may read it. */
class shared_text
{
public:
    shared_text() = default; ///< An empty one, which holds no memory.
    shared_text(std::string text) : text_(text.empty() ? nullptr : std::make_shared<const std::string>(std::move(text))) {}
    shared_text(const char* text) : shared_text(std::string(text)) {}

    const std::string& str() const noexcept { return text_ != nullptr ? *text_ : nothing; }

private:
    inline static const std::string nothing;
    std::shared_ptr<const std::string> text_;
};

} // namespace codexflow

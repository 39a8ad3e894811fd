#pragma once

#include "plugins/cli/output.hpp"

#include <codexflow/utf8_joiner.hpp>

#include <cstddef>

namespace codexflow::cli {

/// The stdout is the answer, but for the line ends behind it.
class text_output final : public output_decoder
{
public:
    void feed(std::string_view bytes) override { take(joiner_.feed(bytes)); }
    void finish() override { take(joiner_.finish()); }
    bool next(piece& said) override;

private:
    void take(std::string_view text);

    utf8_joiner joiner_;
    std::string line_ends_; // at the end of what has come; part of the answer if more comes
    std::string ready_;
    std::string given_;
};

} // namespace codexflow::cli

#pragma once

#include <codexflow/components.hpp>

#include <string>
#include <string_view>

/** @file
 *  A redactor as its author writes it: once, for text that comes in pieces.
 *
 *  @code
 *  class no_digits : public codexflow::streaming_redactor {       // every digit becomes '#'
 *      struct digits final : session {
 *          std::string feed(std::string_view piece) override {
 *              std::string made(piece);
 *              for (char& c : made)
 *                  if (c >= '0' && c <= '9')
 *                      c = '#';
 *              return made;
 *          }
 *          std::string end() override { return {}; }                 // nothing is ever held back
 *      };
 *      std::unique_ptr<session> begin() const override { return std::make_unique<digits>(); }
 *  };
 *  CODEXFLOW_PLUGIN(codexflow::component<no_digits>("no-digits"))
 *  @endcode */
namespace codexflow {

/// A whole text is one that comes in one piece, so the two cannot differ.
class streaming_redactor : public redactor
{
public:
    std::string redact(std::string_view text) const final
    {
        const auto in_one = begin();
        std::string made = in_one->feed(text);
        return made += in_one->end();
    }
};

} // namespace codexflow

#include "cli/argument_values.hpp"

#include "cli/command_spec.hpp"
#include "engine/base/text.hpp"

#include <charconv>

namespace codexflow::cli {

std::optional<std::string> maybe(const std::string* given)
{
    return given == nullptr ? std::nullopt : std::optional(*given);
}

setup_options setup_from(const parsed_words& words)
{
    setup_options setup;
    setup.config = maybe(words.one("--config"));
    setup.set = words.all("--set");
    setup.plugins = words.all("--plugin");
    setup.plugin_paths = words.all("--plugin-path");
    setup.no_plugins = words.flag("--no-plugins");
    setup.agents_dir = maybe(words.one("--agents-dir"));
    setup.no_cache = words.flag("--no-cache");
    setup.provider = maybe(words.one("--provider"));
    setup.model = maybe(words.one("--model"));
    setup.fallback = maybe(words.one("--fallback"));
    setup.sandbox = maybe(words.one("--sandbox"));
    setup.no_memory = words.flag("--no-memory");
    setup.context = maybe(words.one("--context"));
    return setup;
}

color_choice color_from(const parsed_words& words)
{
    const std::string* word = words.one("--color");
    if (word == nullptr || *word == "auto")
        return color_choice::automatic;
    return *word == "always" ? color_choice::always : color_choice::never;
}

result<std::optional<unsigned>> number_from(const parsed_words& words, const std::string& option, unsigned least)
{
    const std::string* text = words.one(option);
    if (text == nullptr)
        return std::optional<unsigned>();
    unsigned number = 0;
    const char* end = text->data() + text->size();
    const auto [stop, failure] = std::from_chars(text->data(), end, number);
    if (failure != std::errc() || stop != end || number < least)
        return usage_error("codex-flow " + join(words.command, " "), option + " needs a whole number from " +
                                                                         std::to_string(least) + ", not " + quote(*text));
    return std::optional(number);
}

} // namespace codexflow::cli

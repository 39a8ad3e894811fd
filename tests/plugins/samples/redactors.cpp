// A redactor that does wrong what its settings say; otherwise it replaces every 'X' by "(x)", holding nothing back.
// And "careless", which sees only what comes in one piece.
#include <codexflow/plugin.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

CODEXFLOW_MANIFEST(R"({"id":"test.redactors","version":"1.0.0","components":[
  {"kind":"redactor","name":"wrong","config":{"type":"object","properties":{
    "fault":{"type":"string"},"env":{"type":"array","items":{"type":"string","format":"secret-env"}}}}},
  {"kind":"redactor","name":"careless"}]})");

namespace {

using codexflow::failure;

class wrong : public codexflow::redactor
{
public:
    explicit wrong(const codexflow::settings& given)
    {
        codexflow::json::document document;
        if (document.parse(given.json()))
            fault_ = document.root()["fault"].string();
        if (fault_ == "settings")
            throw failure(CFLOW_E_INVALID, "not these settings");
    }

    std::string redact(std::string_view text) const override { return changed(text); }

    struct pieces final : session
    {
        explicit pieces(const wrong& by) : by_(by) {}
        std::string feed(std::string_view piece) override { return by_.changed(piece); }
        std::string end() override { return by_.fault_ == "end" ? throw failure(CFLOW_E_FAILED, "no end") : std::string(); }
        taken pass(std::string_view piece) override
        {
            if (by_.fault_ == "pass")
                throw 7;
            return piece.find('X') == piece.npos && by_.fault_.empty() ? taken::unchanged : taken::nothing;
        }
        const wrong& by_;
    };
    std::unique_ptr<session> begin() const override
    {
        if (fault_ == "begin")
            throw std::runtime_error("no beginning");
        return std::make_unique<pieces>(*this);
    }

private:
    std::string changed(std::string_view text) const
    {
        if (fault_ == "failure")
            throw failure(CFLOW_E_INVALID, "the text was: " + std::string(text));
        if (fault_ == "exception")
            throw std::runtime_error("the text was: " + std::string(text));
        if (fault_ == "endless")
            return std::string(4 * text.size() + (2U << 20U), 'x');
        if (fault_ == "no-json")
            return "gone";
        std::string made;
        for (const char c : text)
            c == 'X' ? made += "(x)" : made += c;
        return made;
    }

    std::string fault_;
};

/// Finds "sk-" only if it comes in one piece.
class careless : public codexflow::redactor
{
public:
    std::string redact(std::string_view text) const override
    {
        std::string made(text);
        for (auto at = made.find("sk-"); at != made.npos; at = made.find("sk-", at))
            made.replace(at, 3, "---");
        return made;
    }
    struct pieces final : session
    {
        explicit pieces(const careless& by) : by_(by) {}
        std::string feed(std::string_view piece) override { return by_.redact(piece); }
        std::string end() override { return {}; }
        const careless& by_;
    };
    std::unique_ptr<session> begin() const override { return std::make_unique<pieces>(*this); }
};

} // namespace

CODEXFLOW_PLUGIN(codexflow::component<wrong>("wrong"), codexflow::component<careless>("careless"))

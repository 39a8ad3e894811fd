#include "plugins/secrets/scanner.hpp"
#include "plugins/secrets/settings.hpp"

#include <codexflow/plugin.hpp>

#include <memory>

namespace {

class secrets_redactor : public codexflow::streaming_redactor
{
public:
    explicit secrets_redactor(const codexflow::settings& given) : rules_(codexflow::secrets::rules_of(given.json())) {}

    std::unique_ptr<session> begin() const override { return std::make_unique<codexflow::secrets::scanner>(rules_); }

private:
    codexflow::secrets::rule_set rules_;
};

} // namespace

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.secrets", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "redactor", "name": "secrets", "config": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "env": {"type": "array", "items": {"type": "string", "format": "secret-env"},
     "description": "Environment variables whose values are secrets: the program masks them wherever they stand."},
   "off": {"type": "array", "items": {"type": "string"}, "description": "Known rules not to use."},
   "patterns": {"type": "array", "description": "More shapes of secrets, as regular expressions of bounded length.",
     "items": {"type": "object", "additionalProperties": false, "required": ["name", "pattern"], "properties": {
      "name": {"type": "string", "description": "What the mark calls it: a-z, 0-9 and -."},
      "pattern": {"type": "string", "description": "RE2 syntax; begins with two fixed characters at least."},
      "max_bytes": {"type": "integer", "minimum": 2, "maximum": 4096,
        "description": "The longest match; 256 without it. So much text is held back where one may begin."}}}}
  }}}],
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<secrets_redactor>("secrets"))

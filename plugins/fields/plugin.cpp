#include "plugins/fields/session.hpp"

#include <codexflow/plugin.hpp>

#include <memory>

namespace {

class fields_redactor : public codexflow::streaming_redactor
{
public:
    explicit fields_redactor(const codexflow::settings& given) : names_(given.json()) {}

    std::unique_ptr<session> begin() const override { return std::make_unique<codexflow::fields::session>(names_); }

private:
    codexflow::fields::names names_;
};

} // namespace

CODEXFLOW_MANIFEST(R"({
 "id": "codex-flow.fields", "version": "0.1.0", "license": "MIT",
 "components": [{"kind": "redactor", "name": "fields", "config": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "keys": {"type": "array", "items": {"type": "string", "minLength": 1},
     "description": "More names of secret members; *_pin is every name that ends so."},
   "known": {"type": "boolean", "description": "Whether the well-known names count: password, token, api_key, ... (true)."},
   "paths": {"type": "array", "items": {"type": "string", "minLength": 1},
     "description": "Secret members by where they stand: user.*.pin; * is any name, or an element of a list."},
   "case": {"type": "string", "enum": ["insensitive", "exact"],
     "description": "insensitive (the default): apiKey, api-key and API_KEY are one name."},
   "mode": {"type": "string", "enum": ["replace", "remove"],
     "description": "replace (the default): the value becomes \"[REDACTED]\"; remove: the member goes."}
  }}}],
 "threading": "parallel"
})");

CODEXFLOW_PLUGIN(codexflow::component<fields_redactor>("fields"))

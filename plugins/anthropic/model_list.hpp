#pragma once

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <string>

namespace codexflow::anthropic {

/** Adds the models of one page of GET /v1/models to @p list, an open array of the result document of the
 *  verb "models".
 *  @return the id behind which the next page begins; empty after the last page. */
std::string append_models(json_writer& list, const json::value& page);

} // namespace codexflow::anthropic

#pragma once

#include "tests/counterparts/model_answer.hpp"
#include "tests/counterparts/question.hpp"
#include "tests/support/process.hpp"

#include <string>

namespace codexflow::test {

/// The vendors' own clients, in one node process that runs reference.mjs. It ends with the object.
class reference_client
{
public:
    reference_client();

    /// Asks the server at @p server ("http://127.0.0.1:PORT") with the client of that interface.
    /// @throws std::runtime_error when the process gives no answer.
    model_answer ask(const interface& api, const std::string& server, const std::string& text);

private:
    process program_;
    unsigned asked_ = 0;
};

} // namespace codexflow::test

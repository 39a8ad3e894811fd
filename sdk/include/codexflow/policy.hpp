#pragma once

#include <codexflow/components.hpp>
#include <codexflow/policing.hpp>

#include <string>
#include <string_view>

/** @file
 *  A policy as its author writes it: a tool call in, a decision out, no JSON.
 *
 *  @code
 *  struct office_hours : codexflow::policy {        // nothing but looking in this workspace
 *      codexflow::policing::answer decide(const codexflow::policing::request& asked) const override {
 *          using enum codexflow::policing::decision;
 *          if (asked.effect == "none")
 *              return {};                           // others say whether
 *          return {deny, "frozen", "the release is frozen: only looking is allowed"};
 *      }
 *  };
 *  CODEXFLOW_PLUGIN(codexflow::component<office_hours>("office-hours"))
 *  @endcode */
namespace codexflow {

/** Judges tool calls. It is asked from any thread at once: decide() must not change it, do I/O, or depend on
 *  anything but its settings and the request. Whatever it throws counts as deny. */
class policy : public json_policy
{
public:
    /// What it says; the host puts the policies' answers together: deny before ask before allow.
    virtual policing::answer decide(const policing::request& asked) const = 0;

    /// What the documents of abi.h are made into.
    std::string decide_json(std::string_view request_json) const final
    {
        json::document document;
        return decide(policing::read_request(document, request_json)).json();
    }
};

} // namespace codexflow

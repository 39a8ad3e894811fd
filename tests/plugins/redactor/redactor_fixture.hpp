#pragma once

#include "engine/config/config.hpp"
#include "engine/gateway/model_service.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/record/redaction.hpp"
#include "tests/support/stepping_clock.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/asio/io_context.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace codexflow::test {

/// The funnel of a configuration, through real plugins.
struct redactor_fixture
{
    temp_dir dir;
    stepping_clock time;
    plugin::catalog plugins;
    std::map<std::string, std::string> variables;

    redactor_fixture();

    /// A funnel with what it refers to.
    struct opened
    {
        boost::asio::io_context io;
        config settings;
        redaction funnel;
        std::unique_ptr<gateway::model_service> service;
    };
    /// @param yaml The whole configuration; without a word on redaction the built-in one holds.
    result<std::unique_ptr<opened>> try_open(std::string_view yaml);
    std::unique_ptr<opened> open(std::string_view yaml = "");

    static std::string whole(const redaction& by, std::string text);
};

} // namespace codexflow::test

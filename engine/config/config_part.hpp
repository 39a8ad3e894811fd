#pragma once

#include "engine/base/document.hpp"
#include "engine/base/problems.hpp"
#include "engine/config/config.hpp"

#include <string>
#include <vector>

/** @file
 *  One source's say: a file, an environment variable or a flag, as a tree of the same shape.
 *  Private to engine/config. */
namespace codexflow {

struct config_part
{
    config_layer layer = config_layer::built_in;
    std::string place;    ///< The file's name, or "environment variable X", or the flag.
    doc::node tree;       ///< A mapping; positions are unknown (0) where there is no file.
    bool appends = false; ///< Its lists are added to those of weaker layers, not put in their place.

    /// The place of one of this part's nodes.
    location at(doc::position where) const { return doc::in(place, where); }
};

/** Reads every layer, weakest first. Faults (unreadable files, values that are not YAML) go to
 *  @p faults; the parts that could be read are returned all the same. */
std::vector<config_part> read_config_parts(const config_sources& sources, problems& faults);

/** Checks one part against the table: unknown keys, types, ranges, names, secrets by value.
 *  Required keys are not looked for, as another layer may bring them. */
void check_config_part(const config_part& part, problems& faults);

/// Whether @p value is the word off, or false, where a block may be left out.
bool is_off(const doc::node& value) noexcept;

/// The tree of all parts, with the origin of every key in it.
struct merged_config
{
    doc::node tree;
    std::map<std::string, config_origin, std::less<>> origins;
    std::string unplaced_model{}; ///< A `model` that there was no default provider for.
};

/** Lays the parts over each other. Mappings are merged key by key, everything else is replaced. A
 *  block that names another plugin than the one below it starts afresh: the settings of one plugin
 *  mean nothing to another. A part's `model` becomes the model of the default provider. */
merged_config merge_config(std::vector<config_part> parts);

} // namespace codexflow

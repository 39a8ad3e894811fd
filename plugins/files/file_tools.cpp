#include "plugins/files/file_tools.hpp"

namespace codexflow::files {
namespace {

constexpr std::string_view read_parameters = R"({
 "type": "object", "additionalProperties": false, "required": ["path"],
 "properties": {
  "path": {"type": "string", "description": "The file, relative to the workspace or absolute."},
  "offset": {"type": "integer", "minimum": 1, "description": "The first line to read, from 1."},
  "limit": {"type": "integer", "minimum": 1, "description": "How many lines at most; 2000 if not given."}
 }})";

constexpr std::string_view write_parameters = R"({
 "type": "object", "additionalProperties": false, "required": ["path", "content"],
 "properties": {
  "path": {"type": "string", "description": "The file, relative to the workspace or absolute."},
  "content": {"type": "string", "description": "The whole new content."},
  "make_folders": {"type": "boolean", "description": "Make missing folders on the way; true if not given."}
 }})";

constexpr std::string_view edit_parameters = R"({
 "type": "object", "additionalProperties": false, "required": ["path", "old", "new"],
 "properties": {
  "path": {"type": "string", "description": "The file, relative to the workspace or absolute."},
  "old": {"type": "string", "minLength": 1,
   "description": "The text to replace, exactly as it stands in the file, with enough around it to occur once."},
  "new": {"type": "string", "description": "What takes its place; may be empty."},
  "replace_all": {"type": "boolean", "description": "Replace every occurrence; false if not given."}
 }})";

constexpr std::string_view list_parameters = R"({
 "type": "object", "additionalProperties": false,
 "properties": {
  "path": {"type": "string", "description": "The folder; the workspace if not given."}
 }})";

constexpr std::string_view glob_parameters = R"({
 "type": "object", "additionalProperties": false, "required": ["pattern"],
 "properties": {
  "pattern": {"type": "string", "description": "A glob for paths below the folder, such as **/*.cpp or src/{a,b}/*."},
  "path": {"type": "string", "description": "The folder to look in; the workspace if not given."}
 }})";

constexpr std::string_view search_parameters = R"({
 "type": "object", "additionalProperties": false, "required": ["pattern"],
 "properties": {
  "pattern": {"type": "string", "description": "A regular expression (RE2) that is looked for in each line."},
  "path": {"type": "string", "description": "The folder or file to search; the workspace if not given."},
  "glob": {"type": "string", "description": "Only files whose path below the folder fits this glob."},
  "context": {"type": "integer", "minimum": 0, "maximum": 10, "description": "Lines to show around each match."},
  "ignore_case": {"type": "boolean"},
  "limit": {"type": "integer", "minimum": 1, "maximum": 1000, "description": "Matches at most; 100 if not given."}
 }})";

} // namespace

file_tools::file_tools(const settings& given) : limits_(read_settings(given.json()))
{
    add("read", "Reads a text file, or some lines of it.", &file_tools::read)
        .parameters(read_parameters)
        .effect(tool_effect::none)
        .path("path", tool_access::read);
    add("write", "Writes a file: a new one, or a new content for one that is there.", &file_tools::write)
        .parameters(write_parameters)
        .effect(tool_effect::idempotent)
        .path("path", tool_access::write);
    add("edit", "Replaces a text in a file. Read the file first.", &file_tools::edit)
        .parameters(edit_parameters)
        .effect(tool_effect::once)
        .path("path", tool_access::write);
    add("list", "Lists what is in a folder.", &file_tools::list)
        .parameters(list_parameters)
        .effect(tool_effect::none)
        .path("path", tool_access::read);
    add("glob", "Finds files by their path.", &file_tools::glob)
        .parameters(glob_parameters)
        .effect(tool_effect::none)
        .path("path", tool_access::read);
    add("search", "Finds lines in files.", &file_tools::search)
        .parameters(search_parameters)
        .effect(tool_effect::none)
        .path("path", tool_access::read);
}

} // namespace codexflow::files

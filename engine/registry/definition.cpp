#include "engine/registry/definition.hpp"

#include "engine/registry/front_matter.hpp"
#include "engine/registry/lenient_yaml.hpp"

namespace codexflow {
namespace {

namespace fs = std::filesystem;

std::string stem_of(const fs::path& path)
{
    std::string stem = path.stem().string();
    if (stem.ends_with(".codex"))
        stem.resize(stem.size() - 6);
    return stem;
}

std::string first_folder(const fs::path& path, const fs::path& root)
{
    const fs::path relative = path.lexically_relative(root);
    return relative.has_parent_path() ? relative.begin()->string() : std::string();
}

result<void> read_markdown(std::string_view text, const std::string& file, definition& made)
{
    markdown_parts parts = split_front_matter(text);
    made.body = std::move(parts.body);
    made.body_line = parts.body_line;
    if (parts.unclosed)
        made.notices.push_back(
            {notice_kind::warning,
             error(errc::invalid_argument, "the front matter is not closed and was read as text",
                   location{file, 1, 1})
                 .with_hint("end it with a line ---")});
    if (!parts.has_front)
        return {};
    auto front = parse_lenient_yaml(parts.front, file);
    if (!front)
        return front.error();
    made.head = std::move(front->root);
    for (notice& one : front->notices)
        made.notices.push_back(std::move(one));
    return {};
}

} // namespace

result<definition> read_definition(std::string_view text, const fs::path& path, const fs::path& root)
{
    definition made;
    made.stem = stem_of(path);
    made.folder = first_folder(path, root);
    made.markdown = path.extension() == ".md";
    if (made.markdown)
    {
        if (const auto read = read_markdown(text, path.string(), made); !read)
            return read.error();
        return made;
    }
    auto document = doc::parse_yaml(text, path.string());
    if (!document)
        return document.error();
    made.head = std::move(*document);
    return made;
}

} // namespace codexflow

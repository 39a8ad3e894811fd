// A driver for fuzz targets where libFuzzer is not: mutates the seed files with a seeded generator, so
// that the same command runs the same inputs on every machine.
//   fuzz_x --runs N --seed S SEED_FOLDER...    or    fuzz_x FILE... (each file once, as it is)
#include "tests/fuzz/fuzz_target.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace std::string_view_literals;

std::string current; // the input being run, kept for the report of a crash

void run(std::string_view input)
{
    const codexflow::fuzz::exact_copy copy(input);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(copy.view().data()), copy.view().size());
}

std::string read_file(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class mutator
{
public:
    mutator(const std::vector<std::string>& seeds, unsigned seed) : seeds_(seeds), random_(seed) {}

    std::string next()
    {
        std::string text = seeds_[below(seeds_.size())];
        for (std::size_t left = 1 + below(6); left != 0; --left)
            change(text);
        return text;
    }

private:
    std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

    char byte()
    {
        // Bytes that mean something to the formats, and now and then any other.
        constexpr std::string_view telling =
            "\n\r\0\"\\{}[]:, \t0123456789-+.eEutfn\x1F\x7F\x80\xBF\xED\xEF\xBB\xF0\xFF"sv;
        return below(4) == 0 ? static_cast<char>(below(256)) : telling[below(telling.size())];
    }

    void change(std::string& text)
    {
        const std::size_t at = below(text.size() + 1);
        switch (below(6))
        {
        case 0: text.insert(at, 1, byte()); break;
        case 1: text.erase(at, 1 + below(8)); break;
        case 2:
            if (at < text.size())
                text[at] = byte();
            break;
        case 3: text.insert(at, text.substr(below(text.size() + 1), 1 + below(32))); break;
        case 4: text.resize(at); break;
        default:
        {
            const std::string& other = seeds_[below(seeds_.size())];
            text.insert(at, other.substr(below(other.size() + 1), below(64)));
        }
        }
    }

    const std::vector<std::string>& seeds_;
    std::mt19937 random_;
};

/// Writes the guilty input where it can be picked up: the process is about to end.
void save_current()
{
    std::ofstream("crash-input", std::ios::binary) << current;
    std::fprintf(stderr, "fuzz: the input is in ./crash-input (%zu bytes)\n", current.size());
}

} // namespace

// The address sanitizer calls this before it ends the process; what else fails aborts.
extern "C" void __asan_on_error() { save_current(); }

int main(int argc, char** argv)
{
    std::signal(SIGABRT, [](int) { save_current(); });
    unsigned long runs = 0;
    unsigned seed = 1;
    std::vector<std::filesystem::path> files;
    for (int i = 1; i < argc; ++i)
    {
        const std::string_view word = argv[i];
        if (word == "--runs" && i + 1 < argc)
            runs = std::strtoul(argv[++i], nullptr, 10);
        else if (word == "--seed" && i + 1 < argc)
            seed = static_cast<unsigned>(std::strtoul(argv[++i], nullptr, 10));
        else if (std::filesystem::is_directory(word))
            for (const auto& entry : std::filesystem::directory_iterator(word))
                files.push_back(entry.path());
        else
            files.emplace_back(word);
    }
    std::sort(files.begin(), files.end()); // folders list in any order
    std::vector<std::string> seeds;
    for (const auto& file : files)
        seeds.push_back(read_file(file));
    codexflow::fuzz::require(!seeds.empty(), "there are seeds");

    for (const std::string& text : seeds)
        run(current = text);
    mutator mutate(seeds, seed);
    for (unsigned long i = 0; i != runs; ++i)
        run(current = mutate.next());
    std::printf("%zu seeds and %lu mutations ran\n", seeds.size(), runs);
    return 0;
}

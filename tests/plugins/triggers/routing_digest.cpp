// Routes many random requests and prints one number made of all answers: the same in every process, or
// something depends on addresses, hashes, the locale or the time. Usage: routing_digest COUNT
#include "plugins/triggers/rule_book.hpp"
#include "tests/bench/generated_rules.hpp"

#include <clocale>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace codexflow;

namespace {

/// FNV-1a: it need not be secure, only sensitive to every byte and its place.
void digest(std::uint64_t& to, std::string_view bytes)
{
    for (const char c : bytes)
        to = (to ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
}

} // namespace

int main(int count, char** arguments)
{
    std::setlocale(LC_ALL, ""); // as the environment says: it must not matter
    const std::size_t routings = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1000;
    const triggers::rule_book book(test::many_agents(600), {});
    test::numbers from(42);
    std::uint64_t sum = 0xCBF29CE484222325ULL;
    std::size_t candidates = 0;
    for (std::size_t i = 0; i != routings; ++i)
    {
        const std::string text = test::some_words(from, 1 + from.below(30));
        const std::string file = test::a_word(from) + '/' + test::a_word(from) + ".ts";
        routing::request asked;
        asked.text = text;
        asked.files.push_back(file);
        asked.explain = i % 100 == 0;
        const routing::answer answer = book.route(asked);
        candidates += answer.candidates().size();
        digest(sum, answer.json());
    }
    std::printf("%zu routings, %zu candidates: %016llx\n", routings, candidates,
                static_cast<unsigned long long>(sum));
    return candidates != 0 ? 0 : 1;
}

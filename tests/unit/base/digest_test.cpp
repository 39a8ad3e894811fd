#include "engine/base/digest.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(digest)

using codexflow::sha256_digest;
using codexflow::sha256_digest_of_file;

// The first two are examples of FIPS 180-2.
BOOST_AUTO_TEST_CASE(known_values)
{
    BOOST_TEST(sha256_digest("abc") ==
               "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(sha256_digest(std::string(1'000'000, 'a')) ==
               "sha256:cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    BOOST_TEST(sha256_digest("") ==
               "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

BOOST_AUTO_TEST_CASE(a_file_has_the_digest_of_its_bytes)
{
    const codexflow::test::temp_dir dir;
    const std::string bytes = std::string(200'000, 'x') + std::string(1, '\0') + "end";
    const auto file = dir.write("some.bin", bytes);
    BOOST_TEST(sha256_digest_of_file(file).value() == sha256_digest(bytes));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_an_error)
{
    const codexflow::test::temp_dir dir;
    const auto missing = sha256_digest_of_file(dir / "nothing");
    BOOST_TEST_REQUIRE(!missing);
    BOOST_TEST((missing.error().code == codexflow::errc::not_found));
    BOOST_TEST(missing.error().where.file == (dir / "nothing").string());
    BOOST_TEST(!sha256_digest_of_file(dir.path()), "a folder has no digest");
}

BOOST_AUTO_TEST_SUITE_END()

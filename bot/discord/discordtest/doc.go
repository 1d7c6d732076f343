// Package discordtest is a Discord for tests: its REST API over HTTP, its
// gateway over WebSocket, a few servers with roles, channels and members, and a
// judge of everything that is sent to it.
//
//	s := discordtest.New(t)               // playing, and checking at the end of the test
//	g := s.AddGuild("Ours")
//	ann := g.AddMember("Ann")
//	i := s.Command(g.Channel("clients"), ann, "flag", discordtest.Opt("client", "acme"))
//	s.Do(i)                               // over the gateway; s.Post delivers it by HTTP
//	s.Shown(i)                            // what Ann sees now
//
// The parts:
//
//   - server.go and rest.go answer requests and keep what they change; what goes
//     wrong on purpose is in fault.go; request.go is the record of it all.
//   - guild.go and permission.go are who is there and who may do what.
//   - interaction.go and events.go make what people do, and sign it where it goes
//     by HTTP; callback.go takes the answers.
//   - gateway*.go speak the gateway's protocol, badly if told to.
//   - oracle.go and bodies.go ask Discord's own specification about every request,
//     checker*.go hold the rules that the specification leaves out.
//
// Decisions:
//
//   - The specification stays where it is (AMICABLE_TEST_CONTRACTS, or
//     ../shared/contracts from some folder above) and is not copied. Where it is
//     absent the tests run without that judge and NeedOracle skips visibly; with
//     CI=true its absence fails.
//   - Requests are judged when the test ends, or when Problems is asked: Discord's
//     answers must not wait for it.
//   - The fake can be reached without a network (it is an http.RoundTripper), so
//     that tests can run on a clock that jumps.
//
// This package imports general libraries only, and nothing of the adapter, with
// which it must not share a mistake.
package discordtest

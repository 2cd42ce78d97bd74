#!/usr/bin/perl
# Seats in a file a batch, in Perl: whoever holds the file's lock reads it, and adds a line to it.
use strict;
use warnings;
use Fcntl qw(:flock SEEK_SET SEEK_END);
use IO::Handle;
use JSON::PP;

STDOUT->autoflush(1);
while (my $line = <STDIN>) {
    my $asked = decode_json($line);
    open(my $file, '+>>', "$ENV{LAB_FOLDER}/$asked->{batch}.seats") or die $!;
    flock($file, LOCK_EX) or die $!;
    seek($file, 0, SEEK_SET);
    # the first line is how many seats there are; each after it is whose the next one is. What a
    # killed process left without its end was told to nobody.
    my ($seats, @holders) = map { chomp; $_ } grep { /\n\z/ } <$file>;
    my %answer = (id => $asked->{id});
    my ($mine) = grep { $holders[$_] eq ($asked->{content} // '') } 0 .. $#holders;
    if ($asked->{operation} eq 'rows') {
        $answer{rows} = [map { [$holders[$_], $_ + 1] } 0 .. $#holders];
    } elsif ($asked->{operation} eq 'register') {
        write_line($file, $asked->{slots}) unless defined $seats;
        $answer{outcome} = !defined $seats ? 'registered' : $seats == $asked->{slots} ? 'known' : 'refused';
    } elsif (!defined $seats) {
        $answer{outcome} = 'unknown_batch';
    } elsif (defined $mine) {
        @answer{qw(outcome slot)} = ('replayed', $mine + 1);
    } elsif (@holders == $seats) {
        $answer{outcome} = 'no_slot';
    } else {
        write_line($file, $asked->{content});
        @answer{qw(outcome slot)} = ('assigned', @holders + 1);
    }
    close($file);
    print encode_json(\%answer), "\n";
}

sub write_line {
    my ($file, $text) = @_;
    my $whole = -s $file ? length(join('', grep { /\n\z/ } do { seek($file, 0, SEEK_SET); <$file> })) : 0;
    truncate($file, $whole) or die $!;
    syswrite($file, "$text\n") == length("$text\n") or die $!;
}

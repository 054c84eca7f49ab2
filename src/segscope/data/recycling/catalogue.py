"""Which looks each class has."""

from segscope.data.recycling.blueprint import Look
from segscope.data.recycling.objects import (
    bags,
    battery,
    cloth,
    foam,
    glass,
    metal,
    packs,
    paper,
    plastic,
    trash,
    unknown,
    wrappers,
)

LOOKS: dict[str, tuple[Look, ...]] = {
    "UNKNOWN": (unknown.shoe, unknown.ceramic_shards, unknown.wooden_sticks, unknown.cable),
    "General trash": (trash.kitchen_scraps, trash.sweepings),
    "Paper": (paper.printed_sheet, paper.crumpled_sheet, paper.newspaper, paper.cardboard),
    "Paper pack": (packs.milk_carton, packs.juice_box),
    "Metal": (metal.drink_can, metal.can_from_above, metal.food_tin),
    "Glass": (glass.wine_bottle, glass.beer_bottle, glass.glass_jar),
    "Plastic": (plastic.drink_bottle, plastic.detergent_bottle, plastic.straw_cup),
    "Styrofoam": (foam.meat_tray, foam.broken_block, foam.noodle_bowl),
    "Plastic bag": (bags.carrier_bag, bags.knotted_bag, bags.film_sheet),
    "Battery": (battery.round_cell,),
    "Clothing": (cloth.t_shirt, cloth.trousers, cloth.sock, cloth.towel),
}

CRUSHED_PAPER: dict[str, tuple[Look, ...]] = {
    "Paper": (wrappers.balled_sheet,),
    "Paper pack": (wrappers.crushed_pack,),
    "General trash": (wrappers.greasy_wrapper,),
}
"""What paper, packs and food wrapping look like once they are crushed: nearly the same."""


def kind(look: Look) -> str:
    """Give a look's name as the truth file has it.

    Example:
        >>> kind(LOOKS["UNKNOWN"][2])
        'wooden sticks'
    """
    return look.__name__.replace("_", " ")

"""Steps that a reader does in an open lesson. The tests of the app and the tests of the editor use them."""


def press_with_nothing_chosen(page):
    """In lesson 1, press the button of the first prediction before and after choosing an answer."""
    button = page.get_by_role("button", name="This is my answer").first
    button.click()
    page.get_by_text("Choose an answer first.").wait_for()
    assert page.get_by_text("The answer is:").count() == 0
    page.get_by_label("You increase the bias").select_option("It turns")
    button.click()
    page.get_by_text("You chose “It turns”.").wait_for()
    assert page.get_by_text("Choose an answer first.").count() == 0
